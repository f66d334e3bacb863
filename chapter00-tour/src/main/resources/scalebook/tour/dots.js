import { STILL, way } from './stage.js';

const SVG = 'http://www.w3.org/2000/svg';
const TRAVEL = 800;
const STEP = 50; // 20 steps a second look like motion, and 60 would cost three times as much
const SPREAD = 500; // how often there are new ones
const STAYS = 400;
const MOST_FAILED = 30;
const live = [];
let last = null;

function element(kind) {
  const made = document.createElementNS(SVG, kind === 'failed' ? 'text' : 'circle');
  made.setAttribute('class', kind);
  if (kind === 'failed') made.textContent = '✕';
  else made.setAttribute('r', kind === 'again' ? 6 : 4);
  return made;
}

/** Puts those of the newest look on their way; a failure stands where it was heard of. */
export function feed(play) {
  const { dots } = play;
  if (!dots || dots === last) return;
  const fresh = last === null;
  last = dots;
  if (STILL.matches || document.hidden || fresh) return;
  const now = performance.now();
  const add = (points, kind, stays) => {
    if (points.length > 1) live.push({ points, kind, stays, from: now + Math.random() * SPREAD, element: element(kind) });
  };
  dots.dots.forEach(dot => add(way(play, dot.to), dot.again ? 'again' : 'dot', 0));
  const first = way(play, '');
  for (let i = 0; first.length && i < Math.min(dots.failed, MOST_FAILED); i++) {
    const [begin, end] = first;
    const off = () => Math.random() * 50 + 14; // below the line, where there is room
    const at = [(begin[0] + end[0]) / 2 + off() - 39, (begin[1] + end[1]) / 2 + off()];
    add([at, at], 'failed', STAYS);
  }
  goOn();
}

let moves = false;

function goOn() {
  if (moves || !live.length) return;
  moves = true;
  setTimeout(() => requestAnimationFrame(move), STEP);
}

function move(now) {
  moves = false;
  const layer = document.querySelector('.stage .dots');
  for (let i = live.length - 1; i >= 0; i--) {
    const one = live[i];
    const part = (now - one.from) / (TRAVEL + one.stays);
    if (part > 1 || !layer) {
      one.element.remove();
      live.splice(i, 1);
    } else if (part >= 0) {
      if (one.element.parentNode !== layer) layer.append(one.element);
      place(one, part);
    }
  }
  goOn();
}

/** As far along the line as the part of the time says. */
function place({ points, element }, part) {
  const lengths = points.slice(1).map(([x, y], i) => Math.hypot(x - points[i][0], y - points[i][1]));
  let left = part * lengths.reduce((sum, one) => sum + one, 0);
  let i = 0;
  while (i < lengths.length - 1 && left > lengths[i]) left -= lengths[i++];
  const share = lengths[i] ? left / lengths[i] : 0;
  const at = points[i].map((from, axis) => from + (points[i + 1][axis] - from) * share);
  element.setAttribute('transform', `translate(${at[0].toFixed(1)} ${at[1].toFixed(1)})`);
}
