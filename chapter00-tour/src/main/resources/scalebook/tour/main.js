import { h, patch } from './dom.js';
import { exercisesView } from './exercises.js';
import { lessonsView } from './lessons.js';
import { playView } from './play.js';
import { readView } from './read.js';
import { follow, get, given, page, post, state } from './server.js';

const TABS = { read: 'Read', lessons: 'Lessons', play: 'Playground', exercises: 'Exercises' };
const VIEWS = { read: readView, lessons: lessonsView, play: playView, exercises: exercisesView };
const CONNECTION = { live: '● live', connects: '○ connects', away: '○ not connected: tries again', ended: '✕ ended' };

let book = null;
let drawing = false;

/** Where the reader is: #3/lessons/3.5 */
function place() {
  const [chapter, tab, ...rest] = location.hash.slice(1).split('/');
  const found = book.find(part => String(part.number) === chapter) ?? book[0];
  return { chapter: found, tab: VIEWS[tab] ? tab : 'read', lesson: rest[0], rest };
}

export function redraw() {
  if (!drawing) {
    drawing = true;
    requestAnimationFrame(() => { drawing = false; draw(); });
  }
}

function draw() {
  const app = document.getElementById('app');
  if (page.connection === 'ended' || !book) {
    const text = book || page.connection === 'ended' ? 'This tour has ended. Open the link that ./book tour printed.' : page.problem || 'Opening the book …';
    app.replaceChildren(h('p.wait', { role: 'status' }, text));
    return;
  }
  const here = place();
  document.title = `${here.chapter.number} ${here.chapter.title}`;
  patch(app, h('div', { id: 'app' }, header(here), queue(), h('main', { id: 'main', 'data-key': here.tab, class: here.tab }, VIEWS[here.tab](here, book, redraw))));
}

function header({ chapter, tab }) {
  const exercises = chapter.exercises.map(one => state.exercises?.[one.number]?.state);
  const green = exercises.filter(one => one === 'GREEN').length;
  const link = (part, to, text, current, label) =>
    h('a', { href: `#${part.number}/${to}`, 'aria-current': current && 'page', 'aria-label': label }, text);
  return h('header', {},
    h('nav.chapters', { 'aria-label': 'Chapters' },
      book.map(part => link(part, tab, String(part.number), part === chapter, `${part.number} ${part.title}`))),
    h('h1', {}, chapter.title.split(':')[0]),
    h('nav.tabs', { 'aria-label': 'Parts of the chapter' },
      Object.entries(TABS).map(([name, title]) => link(chapter, name, name === 'exercises' && green ? `${title} ${green}/${exercises.length}` : title, name === tab))),
    h('button.big', { id: 'big', 'aria-pressed': String(big()), 'aria-label': 'type for a projector', onclick: enlarge }, 'A+'),
    h('span.connection', { role: 'status', id: 'connection' }, CONNECTION[page.connection]));
}

const big = () => document.documentElement.classList.contains('big');

function enlarge() {
  document.documentElement.classList.toggle('big');
  localStorage.setItem('tour-big', String(big()));
  redraw();
}

/** One thing runs at a time: what runs, and what waits. */
function queue() {
  const all = state.queue ?? [];
  const problem = page.problem || state.problem;
  return h('div.queue', { role: 'status' },
    all.map((one, i) => h('span', { 'data-key': one.id }, i === 0 ? '▶ runs: ' : '◌ waits: ', h('code', {}, './book ' + one.title), ' ',
      h('button', { onclick: () => post('stop', { id: one.id }), 'aria-label': `stop ${one.title}` }, i === 0 ? 'stop' : 'remove'))),
    all.length > 1 && h('small', {}, 'One at a time, or measurements spoil each other.'),
    problem && h('span.bad', { id: 'problem' }, '✕ ' + problem));
}

document.documentElement.classList.toggle('big', localStorage.getItem('tour-big') === 'true');
addEventListener('hashchange', () => {
  if (given()) { location.reload(); return; } // the link of another tour at this address 
  redraw();
  document.querySelector('#main')?.scrollTo(0, 0);
});
get('book').then(all => { book = all; redraw(); }).catch(refused => { page.problem = refused.message; redraw(); });
follow(redraw);
