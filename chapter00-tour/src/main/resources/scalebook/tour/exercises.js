import { h } from './dom.js';
import { open } from './read.js';
import { post, state } from './server.js';

const asked = new Set();
const hints = new Map();
const STATES = { GREEN: ['good', '✔ green'], RED: ['bad', '✘ red'], NOT_STARTED: ['dim', '· not started'] };

/** How the exercises stand, from the files as they are saved. */
export function exercisesView({ chapter }, book, redraw) {
  if (!asked.has(chapter.number)) {
    asked.add(chapter.number);
    post('exercises', { chapter: chapter.number });
  }
  return h('div.cards', {}, h('p.dim', {}, 'Edit a file in your IDE: each save is checked here.'), chapter.exercises.map(one => card(one, redraw)));
}

function card(exercise, redraw) {
  const { file, minutes } = exercise;
  const how = state.exercises?.[exercise.number];
  const [style, word] = how ? STATES[how.state] : ['dim', '◌ waits for its check'];
  const pass = how && how.tests > 0 && how.state !== 'GREEN' ? `, ${how.passed} of ${how.tests} pass` : '';
  const shown = hints.get(exercise.number) ?? 0;
  return h('section.card', { 'data-key': exercise.number },
    h('h2', {}, `${exercise.number} ${exercise.name} `, h('span.state', { class: style, role: 'status' }, word + pass)),
    h('p', {}, exercise.task, minutes > 0 && h('small', {}, ` about ${minutes} minutes`)),
    how?.message && h('pre.message', { tabindex: 0 }, how.message),
    h('p.row', {}, h('code', {}, file), h('button', { onclick: () => open(file.replace(/\.java$/, '.md'), 1) }, 'the task'),
      h('button', { onclick: () => open(file, 1) }, 'the file')),
    h('ol.hints', { 'aria-live': 'polite' }, exercise.hints.slice(0, shown).map(hint => h('li', {}, h('pre', {}, hint)))),
    shown < exercise.hints.length && h('button', { onclick: () => { hints.set(exercise.number, shown + 1); redraw(); } },
      `hint ${shown + 1} of ${exercise.hints.length}`));
}
