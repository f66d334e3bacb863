import { number } from './dom.js';

/** Each chapter's system by its typed status: where a node stands, and which way a request takes. */
const pill = (x, y) => ({ name: 'clients', shape: 'pill', facts: [], x, y, w: 116, h: 56 });
export const WIDTH = 764;
const UP = /^(up|serves|primary|replica|answers)/;

const verbsOf = (state, back) => /down|dead|killed/.test(state) ? ['start'] : /paused|hangs/.test(state) ? ['resume', 'kill'] : back;
const database = (name, state, facts) => ({ name, shape: 'cylinder', state, facts, word: name, verbs: verbsOf(state, ['kill', 'pause']) });

/** From top to bottom, in the middle of this height. */
const column = (nodes, { x, w, h, gap = 12, height }) => {
  const top = (height - nodes.length * (h + gap) + gap) / 2;
  return nodes.map((node, i) => ({ ...node, x, w, h, y: top + i * (h + gap) }));
};

/** In as many columns as they need: six below each other fit. */
function columns(nodes, { x, w, h, height }) {
  const many = Math.ceil(nodes.length / 6);
  const high = Math.ceil(nodes.length / many);
  const width = (w - 12 * (many - 1)) / many;
  return Array.from({ length: many }, (_, c) =>
    column(nodes.slice(c * high, (c + 1) * high), { x: x + c * (width + 12), w: width, h, height })).flat();
}

const worker = one => ({
  name: one.worker, shape: 'box', state: one.inRotation || one.state !== 'serves' ? one.state : 'out of rotation',
  facts: [`slot ${one.slot}`, one.restarts > 0 && `${one.restarts} restarts`], word: String(one.slot),
  verbs: one.state === 'paused' ? ['resume', 'kill'] : ['kill', 'pause'],
});

function cluster(status) {
  const stores = Object.entries(status.stores);
  const high = Math.min(6, status.workers.length);
  const height = Math.max(340, high * 90 + 12);
  const workers = columns(status.workers.map(worker), { x: 432, w: stores.length ? 196 : 330, h: 78, height });
  const balancer = { name: 'balancer', shape: 'hexagon', state: status.balancer, word: 'balancer', verbs: verbsOf(status.balancer, ['kill']),
    facts: [`${status.workers.filter(one => one.inRotation).length} of ${status.workers.length} clones`], x: 164, y: height / 2 - 52, w: 186, h: 104 };
  const supervisor = { name: 'supervisor', shape: 'box', facts: [`${status.workers.length} slots`], x: 164, y: height - 58, w: 186, h: 54 };
  const kept = column(stores.map(([name, state]) => ({ ...database(name, state, []), verbs: [state === 'up' ? 'kill' : 'start'] })), { x: 654, w: 108, h: 100, height });
  return {
    height, nodes: [pill(0, height / 2 - 28), balancer, ...workers, ...kept, supervisor],
    wires: [['clients', 'balancer'], ['supervisor', 'balancer', 'watch'], ...workers.map(one => ['balancer', one.name]),
      ...kept.flatMap(store => workers.map(one => [one.name, store.name, 'data']))],
    route: to => ['clients', 'balancer', to],
  };
}

function shop(status) {
  const height = Math.max(300, status.servers.length * 100 + 12);
  const servers = column(status.servers.map((one, i) => ({
    name: `server ${i + 1}`, shape: 'box', state: 'serves', facts: [`${one.cache.hits} hits`, `${one.cache.loads} loads`],
  })), { x: 196, w: 210, h: 84, height });
  const cache = { ...database('cache', status.cacheUp ? 'up' : 'down', ['asked first']), verbs: [status.cacheUp ? 'kill' : 'start'], x: 520, y: 12, w: 240, h: 104 };
  const store = { name: 'database', shape: 'cylinder', state: 'up', facts: [`${status.selects} selects since the last look`], x: 520, y: height - 116, w: 240, h: 104 };
  return {
    height, nodes: [pill(0, height / 2 - 28), ...servers, cache, store],
    wires: servers.flatMap(one => [['clients', one.name], [one.name, 'cache', 'data'], [one.name, 'database', 'data']]),
    route: to => ['clients', to || 'server 1'],
  };
}

/** What was done to its machine or database says more than its role. */
function machine(one, parts) {
  const done = [parts[one.name], parts[`${one.name}-database`], parts[`${one.name}-agent`]].find(part => part && part !== 'up');
  const state = done ?? (one.role === 'none' ? 'no role' : one.role);
  const replica = UP.test(state) && one.role === 'replica';
  return database(one.name, state, [one.epoch > 0 && `epoch ${one.epoch}`, replica && one.lagMillis >= 0 && `lag ${one.lagMillis} ms`, replica && one.following && `follows ${one.following}`]);
}

function replicas(status) {
  const height = 372;
  const machines = column(status.machines.map(one => machine(one, status.parts)), { x: 424, w: 290, h: 98, gap: 26, height });
  const router = { name: 'router', shape: 'hexagon', facts: [`writes to ${status.primary}`, `reads at ${status.readAt.join(', ') || 'none'}`, `epoch ${status.epoch}`], x: 164, y: 98, w: 196, h: 116 };
  const monitors = ['monitor-1', 'monitor-2'].map((name, i) => ({
    name, shape: 'box', state: status.parts[name], facts: [], word: name, verbs: verbsOf(status.parts[name], ['kill', 'pause']), x: 26 + i * 172, y: height - 84, w: 162, h: 80,
  }));
  const follows = machines.filter(one => one.facts.some(fact => /^follows/.test(fact)));
  return {
    height, nodes: [pill(0, 128), router, ...machines, ...monitors],
    wires: [['clients', 'router'], ...machines.map(one => ['router', one.name, one.name === status.primary ? '' : 'data']),
      ...follows.map(one => [status.primary, one.name, 'copy'])],
    route: to => ['clients', 'router', to],
  };
}

function shards(status) {
  const all = status.shards.reduce((sum, one) => sum + one.slots, 0);
  const height = Math.max(340, Math.min(6, status.shards.length) * 84 + 12);
  const nodes = columns(status.shards.map(one => ({ ...database(one.shard, one.up ? 'up' : 'down', [`${one.slots} of ${all} slots`]), meter: one.slots / all })), { x: 432, w: 330, h: 72, height });
  const map = { name: 'shard map', shape: 'hexagon', facts: [`epoch ${status.epoch}`, `${status.refusals} calls met an old map`], x: 164, y: height / 2 - 52, w: 196, h: 104 };
  const movers = status.movers.length ? [{ name: 'mover', shape: 'box', state: 'moves', facts: [`pid ${status.movers.join(', ')}`], x: 164, y: height - 62, w: 196, h: 58 }] : [];
  return {
    height, nodes: [pill(0, height / 2 - 28), map, ...nodes, ...movers],
    wires: [['clients', 'shard map'], ...movers.map(one => [one.name, 'shard map', 'watch']), ...nodes.map(one => ['shard map', one.name])],
    route: to => ['clients', 'shard map', to],
  };
}

function services(status) {
  const up = status.registry.length > 0;
  const names = Object.entries(status.known).map(([service, list]) =>
    [service, [...new Set([...list.map(one => one.name), ...Object.keys(status.dead).filter(one => one.startsWith(service + '-'))])].sort()]);
  const lines = names.flatMap(([, list]) => Array.from({ length: Math.ceil(list.length / 2) }, (_, i) => list.slice(2 * i, 2 * i + 2)));
  const height = Math.max(340, lines.length * 74 + 12);
  const top = (height - lines.length * 74 + 8) / 2;
  const nodes = lines.flatMap((line, row) => line.map((name, i) => ({
    name, shape: 'box', state: name in status.dead ? 'dead' : up ? 'listed' : 'known', facts: [], word: name, verbs: ['kill'],
    x: i * (WIDTH - 168), y: top + row * 74, w: 168, h: 66,
  })));
  const middle = { x: (WIDTH - 186) / 2, w: 186 };
  const gateway = { name: 'gateway', shape: 'hexagon', facts: [up ? 'knows all instances' : `knows what it knew ${number(status.ageMillis / 1000)} s ago`], ...middle, y: height / 2 - 52, h: 104 };
  const registry = { name: 'registry', shape: 'box', state: up ? 'answers' : 'down', word: 'registry', verbs: [up ? 'kill' : 'start'], facts: [up ? `lists ${status.registry.length} services` : 'lists nobody'], ...middle, y: height - 80, h: 76 };
  return {
    height, nodes: [pill((WIDTH - 116) / 2, 4), gateway, ...nodes, registry],
    wires: [['clients', 'gateway'], ['registry', 'gateway', 'watch'], ...nodes.map(one => ['gateway', one.name])],
    route: to => ['clients', 'gateway', to],
  };
}

function transactions(status) {
  const height = 340;
  const databases = column(status.databases.map(one => database(one.database, one.state, [one.inDoubt >= 0 ? `${one.inDoubt} in doubt` : 'does not answer'])), { x: 430, w: 330, h: 98, height });
  const coordinator = { name: 'coordinator', shape: 'box', state: status.coordinator, word: 'coordinator', verbs: verbsOf(status.coordinator, ['kill', 'pause']), facts: [status.protocol], x: 164, y: height / 2 - 50, w: 206, h: 100 };
  return {
    height, nodes: [pill(0, height / 2 - 28), coordinator, ...databases],
    wires: [['clients', 'coordinator'], ...databases.map(one => ['coordinator', one.name])],
    route: () => ['clients', 'coordinator'], // an order concerns all three
  };
}

const SYSTEMS = { 1: cluster, 2: cluster, 3: shop, 4: replicas, 5: shards, 6: services, 7: transactions };
export const NARROW = 372;

/** On a phone it flows from top to bottom, what is alike in two columns. */
function narrow({ nodes, ...rest }) {
  let y = 2;
  let left = true;
  const placed = nodes.map(node => {
    const alone = node.shape === 'pill' || node.shape === 'hexagon' || node.name === 'coordinator';
    if (alone && !left) { y += 146; left = true; }
    const h = alone ? Math.max(node.h, 56) : 124;
    const spot = alone ? { ...node, x: 60, y, w: NARROW - 120, h } : { ...node, x: left ? 2 : NARROW / 2 + 4, y, w: NARROW / 2 - 6, h };
    if (alone) y += h + 26;
    else { left = !left; if (left) y += h + 22; }
    return spot;
  });
  return { ...rest, nodes: placed, height: left ? y : y + 130, width: NARROW, narrow: true };
}

export function system(chapter, status, phone) {
  const made = SYSTEMS[chapter](status);
  return phone ? narrow(made) : { ...made, width: WIDTH };
}
