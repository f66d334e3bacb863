import { SHARP, STILL, way } from './stage.js';

const TRAVEL = 800;
const STEP = 60; // 15 steps a second look like motion, and 60 would cost four times as much
const SHARE = 30; // a step takes at most this part of the time: a slow machine takes fewer
const SLOWEST = 400; // also for a machine that slept between two steps
const SPREAD = 500; // how often there are new ones
const STAYS = 400;
const MOST_FAILED = 30;
const live = [];
let last = null;

/** Each kind around the middle of the pen. */
const KINDS = {
  dot: { ink: '--flow', draw: pen => { circle(pen, 4); pen.fill(); } },
  again: { ink: '--warn', draw: pen => { circle(pen, 6); pen.stroke(); } },
  failed: { ink: '--bad', draw: pen => pen.fillText('✕', 0, 0) },
};

function circle(pen, radius) {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
}

/** Puts those of the newest look on their way; a failure stands where it was heard of. */
export function feed(play) {
  const { dots } = play;
  if (!dots || dots === last) return;
  const fresh = last === null;
  last = dots;
  if (STILL.matches || document.hidden || fresh) return;
  const now = performance.now();
  const theme = getComputedStyle(document.documentElement);
  const add = (points, kind, stays) => {
    if (points.length < 2) return;
    live.push({ points, lengths: lengths(points), draw: KINDS[kind].draw, ink: theme.getPropertyValue(KINDS[kind].ink), stays, from: now + Math.random() * SPREAD });
  };
  const ways = new Map([...new Set(['', ...dots.dots.map(dot => dot.to)])].map(to => [to, way(play, to)]));
  dots.dots.forEach(dot => add(ways.get(dot.to), dot.again ? 'again' : 'dot', 0));
  const [begin, end] = ways.get('');
  for (let i = 0; end && i < Math.min(dots.failed, MOST_FAILED); i++) {
    const at = beside(begin, end);
    add([at, at], 'failed', STAYS);
  }
  goOn(0);
}

/** Somewhere below a line, or to the right of one that goes down: there is room. */
function beside(begin, end) {
  const away = Math.random() * 50 + 18;
  const along = 0.1 + 0.8 * Math.random();
  const [x, y] = begin.map((from, axis) => from + (end[axis] - from) * along);
  return begin[0] === end[0] ? [x + away, y] : [x, y + away];
}

const lengths = points => points.slice(1).map(([x, y], i) => Math.hypot(x - points[i][0], y - points[i][1]));

let moves = false;

function goOn(took) {
  if (moves || !live.length) return;
  moves = true;
  setTimeout(() => requestAnimationFrame(move), Math.min(SLOWEST, Math.max(STEP, SHARE * took)));
}

/** One canvas for all: were they elements, each step would have the page laid out again. */
function move(now) {
  const start = performance.now();
  const layer = document.querySelector('canvas.dots');
  if (!layer || STILL.matches) live.length = 0;
  if (layer) paint(layer, now);
  setTimeout(() => { moves = false; goOn(performance.now() - start); }); // when it is painted
}

function paint(layer, now) {
  const pen = layer.getContext('2d');
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, layer.width, layer.height);
  Object.assign(pen, { lineWidth: 3, font: '700 18px sans-serif', textAlign: 'center', textBaseline: 'middle' });
  for (let i = live.length - 1; i >= 0; i--) {
    const part = (now - live[i].from) / (TRAVEL + live[i].stays);
    if (part > 1) live.splice(i, 1);
    else if (part >= 0) put(pen, live[i], part);
  }
}

/** As far along the line as the part of the time says. */
function put(pen, { points, lengths, draw, ink }, part) {
  let left = part * lengths.reduce((sum, one) => sum + one, 0);
  let i = 0;
  while (i < lengths.length - 1 && left > lengths[i]) left -= lengths[i++];
  const share = lengths[i] ? left / lengths[i] : 0;
  const [x, y] = points[i].map((from, axis) => from + (points[i + 1][axis] - from) * share);
  pen.setTransform(SHARP, 0, 0, SHARP, SHARP * x, SHARP * y);
  Object.assign(pen, { fillStyle: ink, strokeStyle: ink });
  draw(pen);
}
