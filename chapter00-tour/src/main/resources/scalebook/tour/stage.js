import { h, number, when } from './dom.js';
import { system } from './systems.js';

export const SHARP = Math.min(2, devicePixelRatio); // points of a canvas to one of ours
const PHONE = matchMedia('(max-width: 800px)');
export const STILL = matchMedia('(prefers-reduced-motion: reduce)');

/** Icon and style by the words that a status uses. */
const LOOKS = [
  [/dead|down|fatal|gone|given up|broken|crash/, '✕', 'dead'],
  [/paus|hang|silent|cut|out of|drain|start|doubt|deaf|no role/, '‖', 'sick'],
  [/primary/, '★', ''],
];
const look = state => LOOKS.find(([word]) => word.test(state)) ?? [null, '●', ''];
const s = (name, props, ...children) => h('svg:' + name, props, ...children);

/** The system as it is, with its verbs on the nodes; act(verb, words) carries one out. Dots run above the lines and behind the nodes. */
export function stage(play, act) {
  const made = system(play.chapter, play.status, PHONE.matches);
  const places = new Map(made.nodes.map(node => [node.name, node]));
  const known = made.wires.filter(([from, to]) => places.has(from) && places.has(to));
  const box = { viewBox: `0 0 ${made.width} ${made.height}`, class: made.narrow ? 'phone' : '' };
  return h('div.stage', { role: 'group', 'aria-label': 'The system' },
    s('svg', box, known.map(([from, to, kind]) => wire(places.get(from), places.get(to), kind ?? '', made.narrow))),
    h('canvas.dots', { class: box.class, 'data-own': '', 'aria-hidden': 'true', width: SHARP * made.width, height: SHARP * made.height }),
    s('svg', box, made.nodes.map(node => nodeView(node, play.verbs, act)), figures(play, places, made)),
    legend(play));
}

/** Where a line from here to there begins and ends. */
function ends(from, to, narrow) {
  const [a, b] = [from, to].map(one => ({ x: one.x + one.w / 2, y: one.y + one.h / 2 }));
  if (narrow || Math.abs(a.x - b.x) < 20) {
    const down = a.y < b.y;
    return [[a.x, down ? from.y + from.h : from.y], [b.x, down ? to.y : to.y + to.h]];
  }
  return a.x < b.x ? [[from.x + from.w, a.y], [to.x, b.y]] : [[from.x, a.y], [to.x + to.w, b.y]];
}

function wire(from, to, kind, narrow) {
  const [[x1, y1], [x2, y2]] = ends(from, to, narrow);
  const side = from.x + from.w;
  const d = kind === 'copy' && !narrow
    ? `M${side} ${from.y + from.h / 2}C${side + 52} ${from.y + from.h / 2} ${side + 52} ${to.y + to.h / 2} ${side + 3} ${to.y + to.h / 2}`
    : `M${x1} ${y1}L${x2} ${y2}`;
  return s('path', { class: `wire ${kind} ${to.state ? look(to.state)[2] : ''}`, d });
}

const SHAPES = {
  box: ({ w, h: high }) => `M10 0H${w - 10}A10 10 0 0 1 ${w} 10V${high - 10}A10 10 0 0 1 ${w - 10} ${high}H10A10 10 0 0 1 0 ${high - 10}V10A10 10 0 0 1 10 0Z`,
  pill: ({ w, h: high }) => `M${high / 2} 0H${w - high / 2}A${high / 2} ${high / 2} 0 0 1 ${w - high / 2} ${high}H${high / 2}A${high / 2} ${high / 2} 0 0 1 ${high / 2} 0Z`,
  hexagon: ({ w, h: high }) => `M18 0H${w - 18}L${w} ${high / 2}L${w - 18} ${high}H18L0 ${high / 2}Z`,
  cylinder: ({ w, h: high }) => `M0 9A${w / 2} 9 0 0 1 ${w} 9V${high - 9}A${w / 2} 9 0 0 1 0 ${high - 9}ZM0 9A${w / 2} 9 0 0 0 ${w} 9`,
};
const INSETS = { box: [0, 2], pill: [8, 8], hexagon: [20, 2], cylinder: [2, 18] }; // of the text: sideways, above

function nodeView(node, declared, act) {
  const [, icon, style] = node.state ? look(node.state) : [null, '', ''];
  const can = (node.verbs ?? []).filter(verb => declared.some(one => one.name === verb));
  const [sideways, above] = INSETS[node.shape];
  const facts = node.facts.filter(Boolean);
  const tag = node.state && h('span.tag', { class: style }, `${icon} ${node.state}`);
  return when([JSON.stringify(node), declared], 'svg:g.node', { class: `${node.shape} ${style}`, transform: `translate(${node.x} ${node.y})`, 'data-node': node.name, 'data-key': node.name, role: 'group', 'aria-label': `${node.name} ${node.state ?? ''}` }, () => [
    s('path.shape', { d: SHAPES[node.shape](node) }),
    node.meter !== undefined && s('rect.meter', { x: 4, y: node.h - 6, width: Math.max(0, (node.w - 8) * node.meter), height: 4 }),
    s('foreignObject', { x: sideways, y: above, width: node.w - 2 * sideways, height: node.h - above },
      h('div.inside', {},
        h('h3', {}, h('span', {}, node.name), facts.length > 0 && tag),
        (facts.length > 0 || can.length > 0 || node.state) && h('div.below', {},
          facts.length > 0 ? h('p.facts', {}, facts.map(fact => h('span', {}, fact))) : tag,
          can.length > 0 && h('p.verbs', {}, can.map(verb => h('button', { onclick: () => act(verb, [node.word]), 'aria-label': `${verb} ${node.word}`, 'data-key': verb + node.word }, verb))))))]);
}

/** Answers a second by each that says its name; all of them at the clients. */
function figures({ ticks, dots }, places, made) {
  const last = ticks.at(-1);
  if (!last || !last.asked) return null;
  const before = ticks.at(-2)?.at ?? last.at - 0.5;
  const rates = Object.entries(dots?.to ?? {}).map(([name, count]) => [made.route(name).filter(one => places.has(one)), count / Math.max(0.1, last.at - before)]);
  const all = made.wires.filter(([from]) => from === 'clients').length === 1 ? [[made.route('').slice(0, 2), last.perSecond]] : [];
  return s('g.figures', {}, [...all, ...rates.filter(([path]) => path.length > 2 || !all.length)].map(([path, rate]) => {
    const [[x1, y1], [x2, y2]] = ends(places.get(path.at(-2)), places.get(path.at(-1)), made.narrow);
    const part = made.narrow ? 1 : path[0] === path.at(-2) ? 0.5 : 0.6;
    return s('text', { 'data-key': path.at(-1), x: x1 + (x2 - x1) * part, y: y1 + (y2 - y1) * part - (y1 === y2 ? 10 : 4), 'text-anchor': 'middle' }, `${number(rate)}/s`);
  }));
}

function legend({ dots, ticks }) {
  if (!ticks.at(-1)?.asked) return h('p.legend.dim', {}, 'No load: choose how many requests a second.');
  const of = Math.max(1, dots?.of ?? 1);
  return h('p.legend', {}, STILL.matches
    ? 'Figures are answers a second.'
    : [h('b', {}, `1 dot = 1 of ${of < 10 ? Math.round(of * 10) / 10 : number(of)}`), ' answers, by lot · ', h('span.ring', {}, '◎'), ' second attempt · ', h('span.bad', {}, '✕'), ' each failure']);
}

/** The points that a request passes on its way. */
export function way(play, to) {
  const made = system(play.chapter, play.status, PHONE.matches);
  const places = made.route(to).map(name => made.nodes.find(node => node.name === name)).filter(Boolean);
  return places.slice(1).flatMap((place, i) => ends(places[i], place, made.narrow));
}
