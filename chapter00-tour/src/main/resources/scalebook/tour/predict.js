import { h, number } from './dom.js';

const WINDOW = 10; // seconds after what was done
const SILENT = 2; // seconds without an answer
const WORDS = { nothing: 'nothing', slower: 'slower answers', failures: 'some failures', silence: 'no answers for 2 s' };
let choice = '';

export const predicted = () => (choice ? [choice] : []);

/** What clients saw after a mark, from what was measured; undefined while it is not over. */
export function judged({ ticks, marks }, mark) {
  const next = marks.find(one => one.at > mark.at);
  const end = Math.min(mark.at + WINDOW, next?.at ?? Infinity);
  if (!ticks.length || ticks.at(-1).at < end) return undefined;
  const before = ticks.filter(tick => tick.at <= mark.at && tick.at > mark.at - WINDOW);
  const after = ticks.filter(tick => tick.at > mark.at && tick.at <= end);
  if (!before.length || !after.length || !after.some(tick => tick.asked)) return { saw: null, figures: 'no load: nobody could see anything' };
  const failed = after.at(-1).failed - before.at(-1).failed;
  const worst = list => Math.max(0, ...list.map(tick => tick.p99 ?? 0));
  let silent = 0;
  let from = mark.at;
  for (const tick of after) {
    if (tick.perSecond > 0) from = tick.at;
    silent = Math.max(silent, tick.at - from);
  }
  const slow = worst(after) > 3 * worst(before) && worst(after) > worst(before) + 50;
  const saw = silent >= SILENT ? 'silence' : failed > 0 ? 'failures' : slow ? 'slower' : 'nothing';
  return { saw, figures: `${number(failed)} failed, slowest ${number(worst(before))} → ${number(worst(after))} ms, longest silence ${silent.toFixed(1)} s` };
}

/** A guess before the next fault, and how the last one came out. */
export function predictView(play, redraw) {
  const guess = value => () => { choice = choice === value ? '' : value; redraw(); };
  const last = play.marks.findLast(mark => mark.predicted);
  return h('div.predict', { role: 'group', 'aria-label': 'Predict first' },
    h('p.row', {}, h('b', {}, 'predict first'), h('span', {}, 'after the next fault clients see'),
      Object.entries(WORDS).map(([value, words]) => h('button', { 'aria-pressed': String(choice === value), id: `predict-${value}`, onclick: guess(value) }, words))),
    last && outcome(play, last));
}

function outcome(play, mark) {
  const result = judged(play, mark);
  const said = `${mark.mark} ${mark.text}: you said “${WORDS[mark.predicted] ?? mark.predicted}”`;
  if (!result) return h('p', { id: 'judged', role: 'status' }, `${said} · measured for ${WINDOW} s …`);
  const right = result.saw === mark.predicted;
  return h('p', { id: 'judged', role: 'status', class: result.saw ? (right ? 'good' : 'warn') : '' },
    result.saw ? `${right ? '✔' : '✘'} ${said}, clients saw “${WORDS[result.saw]}”` : said, h('small', {}, ` ${result.figures}`));
}

/** A guess is for one fault. */
export function spent() {
  choice = '';
}
