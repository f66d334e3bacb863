import { h, number } from './dom.js';

const WIDTH = 420;
const HEIGHT = 118;
const LEFT = 52;
const TOP = 20;
const BOTTOM = 96;
const SECONDS = 60;

const s = (name, props, ...children) => h('svg:' + name, props, ...children);

/** Lines over the last minute, with a mark for each thing that the reader did. */
export function chart({ title, now, ticks, series, marks, log }) {
  const end = Math.max(SECONDS, ticks.at(-1)?.at ?? 0);
  const seen = ticks.filter(tick => tick.at >= end - SECONDS);
  const x = at => LEFT + (WIDTH - LEFT - 8) * (at - end + SECONDS) / SECONDS;
  const values = seen.flatMap(tick => series.map(one => one.value(tick))).filter(value => value !== null);
  const most = ceiling(Math.max(log ? 10 : 4, ...values), log);
  const part = value => log ? Math.log10(Math.max(1, value)) / Math.log10(most) : value / most;
  const y = value => BOTTOM - (BOTTOM - TOP) * part(value);
  const grid = log ? [1, Math.sqrt(most), most] : [0, most / 2, most];
  const words = `${title}: ${now}`;
  return h('figure.chart', {}, h('figcaption', {}, h('b', {}, title), h('span', {}, now)),
    s('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': words },
      grid.map(value => [s('line.grid', { x1: LEFT, x2: WIDTH - 8, y1: y(value), y2: y(value) }),
        s('text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, label(value, log))]),
      [0, 20, 40, 60].map(ago => s('text', { x: x(end - SECONDS + ago), y: HEIGHT - 4, 'text-anchor': ago === 60 ? 'end' : 'middle' }, `${Math.round(end - SECONDS + ago)} s`)),
      series.map(one => [gaps(seen, one, x), s('path', { class: 'line ' + one.style, d: path(seen, one, x, y) })]),
      marks.filter(mark => mark.at >= end - SECONDS).map(mark => s('g.mark', {},
        s('line', { x1: x(mark.at), x2: x(mark.at), y1: TOP - 4, y2: BOTTOM }),
        s('circle', { cx: x(mark.at), cy: TOP - 9, r: 8 }), s('text', { x: x(mark.at), y: TOP - 5, 'text-anchor': 'middle' }, String(mark.mark))))));
}

/** A round number above the largest value. */
function ceiling(value, log) {
  const ten = 10 ** Math.ceil(Math.log10(value));
  return log ? ten : [0.2, 0.4, 0.5, 1].map(part => part * ten).find(round => round >= value);
}

const label = (value, log) => log && value >= 1000 ? `${value / 1000} s` : (value < 10 ? Math.round(value * 10) / 10 : number(value)) + (log ? ' ms' : '');

function path(ticks, one, x, y) {
  let pen = 'M';
  return ticks.map(tick => {
    const value = one.value(tick);
    const to = value === null ? '' : `${pen}${x(tick.at).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = value === null ? 'M' : 'L';
    return to;
  }).join('');
}

/** Where there is load and no answer there is no latency: the gap says so. */
function gaps(ticks, one, x) {
  if (!one.none) return [];
  const found = [];
  ticks.forEach((tick, i) => {
    if (i > 0 && one.value(tick) === null && tick.underWay > 0) {
      const from = ticks[i - 1].at;
      if (found.at(-1)?.to === from) found.at(-1).to = tick.at;
      else found.push({ from, to: tick.at });
    }
  });
  return found.map(gap => [s('rect.none', { x: x(gap.from), y: TOP, width: x(gap.to) - x(gap.from), height: BOTTOM - TOP }),
    gap.to - gap.from > 3 && s('text', { x: x((gap.from + gap.to) / 2), y: 62, 'text-anchor': 'middle' }, 'none')]);
}
