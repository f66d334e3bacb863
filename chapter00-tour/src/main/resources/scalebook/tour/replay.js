import { post } from './server.js';

let steps = [];
let from = null;
let busy = false;

/** What was done in a playground, and when, as a link: #3/play/0~load~50~/4.2~kill~cache */
export function link(play) {
  const all = [
    ...play.loads.map(one => ({ at: one.at, words: ['load', String(one.load), one.again ? 'again' : ''] })),
    ...play.marks.map(one => ({ at: one.at, words: one.text.split(' ') })),
  ].sort((a, b) => a.at - b.at);
  const first = all[0]?.at ?? 0;
  return `#${play.chapter}/play/` + all.map(({ at, words }) => [(at - first).toFixed(1), ...words].map(encodeURIComponent).join('~')).join('/');
}

/** The steps that a link carries. */
export function read(parts) {
  return parts.map(part => part.split('~').map(decodeURIComponent)).filter(([at, verb]) => at >= 0 && verb)
    .map(([at, ...words]) => ({ at: Number(at), words }));
}

export const text = ({ words }) => words[0] === 'load' ? `load ${words[1]}/s${words[2] ? ', a second attempt each' : ''}` : words.join(' ');

export function begin(all) {
  steps = [...all];
  from = null;
}

/** Does the steps that are due by the playground's own clock, one after the other. */
export async function go(play, act) {
  const now = play.ticks.at(-1)?.at;
  if (!steps.length || busy || now === undefined) return;
  from ??= now;
  if (now - from < steps[0].at) return;
  busy = true;
  const [verb, ...words] = steps.shift().words;
  try {
    if (verb === 'load') await post('load', { perSecond: Number(words[0]), again: words[1] === 'again' });
    else await act(verb, words.filter(Boolean));
  } finally {
    busy = false;
  }
}

export const left = () => steps.length;
