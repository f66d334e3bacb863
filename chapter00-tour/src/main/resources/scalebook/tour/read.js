import { h } from './dom.js';
import { get, post, state } from './server.js';
import { runView } from './story.js';

const texts = new Map();

function text(chapter, redraw) {
  if (!texts.has(chapter.number)) {
    texts.set(chapter.number, '<p>…</p>');
    get('text?chapter=' + chapter.number).then(answer => { texts.set(chapter.number, answer.html); redraw(); }).catch(() => texts.delete(chapter.number)); // and is asked for again
  }
  return texts.get(chapter.number);
}

/** The chapter; its commands run beside it. */
export function readView({ chapter }, book, redraw) {
  return [
    h('article', { onclick: clicked, 'data-key': chapter.number, html: text(chapter, redraw) }),
    h('aside', { 'aria-label': 'The run' }, state.run ? runView(book) : h('p.dim', {}, 'Press a command in the text, and its story grows here.')),
  ];
}

function clicked(event) {
  const { lesson, args, play, source, anchor } = (event.target.closest('button.run, a') ?? event.target).dataset;
  if (lesson) post('lesson', { lesson, arguments: args ? args.split(/ +/) : [] });
  else if (play) location.hash = `#${play}/play`;
  else if (source) open(source, 1);
  else if (anchor) document.getElementById(anchor)?.scrollIntoView();
  else return;
  event.preventDefault();
}

/** A source file, from the line that matters on. */
export async function open(path, line) {
  const dialog = document.getElementById('source');
  const { text: code } = await get('source?path=' + encodeURIComponent(path)).catch(refused => ({ text: refused.message }));
  const close = h('button', { onclick: () => dialog.close(), autofocus: true }, 'close');
  const lines = code.split('\n').map((one, i) => h('span', { class: i + 1 === line ? 'here' : '' }, one + '\n'));
  dialog.replaceChildren(h('p', {}, h('code', {}, path), ' ', close), h('pre', { tabindex: 0 }, lines));
  dialog.showModal();
  dialog.querySelector('.here')?.scrollIntoView({ block: 'center' });
}
