import { h } from './dom.js';
import { post, state } from './server.js';
import { runView } from './story.js';

/** The chapter's lessons; the chosen one with its options and counter-proofs, and the run. */
export function lessonsView({ chapter, lesson }, book) {
  const chosen = chapter.lessons.find(one => one.number === lesson) ?? chapter.lessons[0];
  return [
    h('nav.list', { 'aria-label': 'Lessons' }, chapter.lessons.map(one =>
      h('a', { href: `#${chapter.number}/lessons/${one.number}`, 'aria-current': one === chosen && 'true' },
        h('b', {}, `${one.number} ${one.name}`), h('small', {}, one.question)))),
    h('div.work', {}, form(chosen),
      state.run?.lesson === chosen.number ? runView(book) : h('p.dim', {}, 'Press run, and the story grows here.')),
  ];
}

function form(lesson) {
  return h('form.options', { 'data-key': lesson.number, onsubmit: event => { event.preventDefault(); run(lesson, new FormData(event.target)); } },
    h('h2', {}, `${lesson.number} ${lesson.name}`),
    h('p', {}, lesson.question),
    lesson.mechanisms.length > 0 && h('fieldset', {}, h('legend', {}, 'Predict first: which claims fall without it?'),
      radio('', 'with everything', true),
      lesson.mechanisms.map(one => radio(one.name, `without ${one.name}`, false, one.what))),
    h('details', {}, h('summary', {}, 'Options'), lesson.options.map(option)),
    h('p.row', {}, h('button.main', { type: 'submit', id: 'run' }, '▶ run'),
      h('label', {}, h('input', { type: 'checkbox', name: 'quick', checked: true }), ' quick: a few seconds')));
}

const radio = (value, text, checked, what) =>
  h('label.switch', {}, h('input', { type: 'radio', name: 'without', value, checked }), h('span', {}, text), what && h('small', {}, what));

function option(one) {
  const field = one.flag
    ? h('input', { type: 'checkbox', name: one.name })
    : one.choices.length
      ? h('select', { name: one.name }, one.choices.map(choice => h('option', { selected: choice === one.initial }, choice)))
      : h('input', { type: 'text', name: one.name, placeholder: one.initial, pattern: '[A-Za-z0-9._\\-]+', autocomplete: 'off' });
  return h('label.option', {}, h('code', {}, one.name), field, h('small', {}, one.what));
}

/** Only what differs from the defaults is told, as one would type it. */
function run(lesson, form) {
  const given = lesson.options.flatMap(one => {
    const value = form.get(one.name);
    if (one.flag) return value ? [one.name] : [];
    return value && value !== one.initial ? [one.name, value] : [];
  });
  const without = form.get('without');
  post('lesson', {
    lesson: lesson.number,
    arguments: [...(form.get('quick') ? ['--quick'] : []), ...(without ? ['--without', without] : []), ...given],
  });
}
