import { h } from './dom.js';

/** Icon and style by the words that a status uses. */
const LOOKS = [
  [/dead|down|fatal|gone|lost|broken|crash/, '✕', 'dead'],
  [/paus|hang|silent|cut|out of|drain|start|doubt|deaf/, '‖', 'sick'],
  [/primary/, '★', ''],
];
const look = state => LOOKS.find(([word]) => word.test(state)) ?? [null, '●', ''];

const clients = { name: 'clients', shape: 'pill', facts: [] };
const worker = one => ({
  name: one.worker, shape: 'box', state: one.inRotation ? one.state : `${one.state}, out of rotation`,
  facts: [`slot ${one.slot}`, `pid ${one.pid}`, `${one.restarts} restarts`], word: String(one.slot),
  verbs: one.state === 'paused' ? ['resume', 'kill'] : ['kill', 'pause'],
});
const cluster = status => [
  [clients],
  [{ name: 'balancer', shape: 'hexagon', facts: [`${status.workers.filter(one => one.inRotation).length} of ${status.workers.length} clones`] },
    { name: 'supervisor', shape: 'box', facts: [`${status.workers.length} slots`], apart: true }],
  status.workers.map(worker),
];
const database = (name, state, facts) => ({
  name, shape: 'cylinder', state, facts, word: name,
  verbs: /down|dead/.test(state) ? ['start'] : /paused|hangs/.test(state) ? ['resume', 'kill'] : ['kill', 'pause'],
});

/** Each chapter's system by its typed status: columns from the clients to the data. */
const SYSTEMS = {
  1: cluster,
  2: cluster,
  3: status => [
    [clients],
    status.servers.map((one, i) => ({ name: `server ${i + 1}`, shape: 'box', state: 'serves', facts: [`port ${one.port}`, `${one.cache.hits} hits`, `${one.cache.loads} loads`] })),
    [{ ...database('cache', status.cacheUp ? 'up' : 'down', []), verbs: [status.cacheUp ? 'kill' : 'start'] },
      { name: 'database', shape: 'cylinder', state: 'up', facts: [`${status.selects} selects since the last look`] }],
  ],
  4: status => [
    [clients],
    [{ name: 'router', shape: 'hexagon', facts: [`writes to ${status.primary}`, `epoch ${status.epoch}`, `reads at ${status.readAt.join(', ') || 'none'}`] }],
    status.machines.map(one => {
      const done = status.parts[one.name] ?? status.parts[`${one.name}-database`] ?? '';
      const state = /paus|down|dead|kill/.test(done) ? done : one.role;
      return database(one.name, state === 'none' ? 'no role' : state, [one.epoch > 0 && `epoch ${one.epoch}`, one.lagMillis >= 0 && one.role === 'replica' && `lag ${one.lagMillis} ms`, one.following && `follows ${one.following}`]);
    }),
  ],
  5: status => [
    [clients],
    [{ name: 'shard map', shape: 'hexagon', facts: [`epoch ${status.epoch}`, `${status.refusals} calls met an old map`] }],
    status.shards.map(one => database(one.shard, one.up ? 'up' : 'down', [`${one.slots} slots`])),
  ],
  6: status => [
    [clients],
    [{ name: 'gateway', shape: 'hexagon', facts: [] },
      { name: 'registry', shape: 'box', state: status.registry.length ? 'answers' : 'down', word: 'registry', verbs: [status.registry.length ? 'kill' : 'start'], facts: [], apart: true }],
    Object.values(status.known).flat().map(one => ({ name: one.name, shape: 'box', facts: [`port ${one.port}`], word: one.name, verbs: ['kill'] })),
  ],
  7: status => [
    [clients],
    [{ ...database('coordinator', status.coordinator, [status.protocol]), shape: 'box' }],
    status.databases.map(one => database(one.database, one.state, [one.inDoubt >= 0 && `${one.inDoubt} in doubt`])),
  ],
};

const ROW = 104;
const COLUMNS = [[0, 17], [26, 27], [62, 38]]; // left and width, in per cent

/** The system as it is, with its verbs on the nodes; do(verb, words) carries one out. */
export function stage(chapter, status, declared, act) {
  const columns = SYSTEMS[chapter](status);
  const rows = Math.max(...columns.map(column => column.length > 6 ? Math.ceil(column.length / 2) : column.length), columns.flat().some(node => node.apart) ? 3 : 2);
  const spots = columns.map((column, c) => column.map((node, i) => spot(node, i, column, COLUMNS[c], rows)));
  return h('div.stage', { style: { height: `${rows * ROW}px` }, role: 'group', 'aria-label': 'The system' },
    h('svg:svg.wires', { 'aria-hidden': 'true' }, wires(spots)),
    spots.flat().map(place => nodeView(place, declared, act)));
}

function spot(node, i, column, [left, width], rows) {
  const two = column.length > 6; // two nodes in a row
  const together = column.filter(one => !one.apart).length;
  const high = two ? Math.ceil(together / 2) : together;
  const row = two ? Math.floor(i / 2) : i;
  const top = (node.apart ? rows - 1 : row + (rows - high) / 2) * ROW;
  return { node, beside: two && i % 2 === 1, left: left + (two && i % 2 ? width / 2 : 0), width: two ? width / 2 - 1 : width, top, middle: top + ROW / 2 - 6 };
}

function wires(spots) {
  const line = (from, to) => h('svg:line', {
    class: 'wire ' + (to.node.state ? look(to.node.state)[2] : ''),
    x1: `${from.left + from.width}%`, y1: from.middle, x2: `${to.left}%`, y2: to.middle,
  });
  return spots.slice(1).flatMap((column, c) =>
    column.filter(to => !to.node.apart && !to.beside).flatMap(to => spots[c].filter(from => !from.node.apart).map(from => line(from, to))));
}

function nodeView({ node, left, width, top }, declared, act) {
  const [, icon, style] = node.state ? look(node.state) : [null, '', ''];
  const known = (node.verbs ?? []).filter(verb => declared.some(one => one.name === verb));
  return h('section.node', { class: `${node.shape} ${style}`, 'aria-label': `${node.name} ${node.state ?? ''}`, style: { left: `${left}%`, width: `${width}%`, top: `${top}px` } },
    h('h3', {}, node.name, node.state && h('span.tag', { class: style }, `${icon} ${node.state}`)),
    h('p.facts', {}, node.facts.filter(Boolean).join(' · ')),
    h('p.verbs', {}, known.map(verb => h('button', { onclick: () => act(verb, [node.word]), 'aria-label': `${verb} ${node.word}`, 'data-key': verb + node.word }, verb))));
}
