import { chart } from './chart.js';
import { h, number, when } from './dom.js';
import { feed } from './dots.js';
import { predicted, predictView, spent } from './predict.js';
import * as replay from './replay.js';
import { post, state } from './server.js';
import { stage } from './stage.js';

const RATES = [0, 50, 200, 1000, 10000];
let typed = { command: '', answer: '' };

/** The chapter's system, kept up: load it, break it, mend it. */
export function playView({ chapter, rest }, book, redraw) {
  const play = state.play;
  const mine = play?.chapter === chapter.number && play.phase !== 'ended';
  if (!mine) return intro(chapter, play, replay.read(rest));
  if (play.phase !== 'up') return h('p.wait', { role: 'status' }, 'The playground starts … ', h('span.dim', {}, play.says ?? ''));
  const act = async (verb, words) => {
    const guess = predicted();
    typed = { command: [verb, ...words].join(' '), answer: '…' };
    spent();
    redraw();
    typed.answer = await post('verb', { verb, words, predicted: guess });
    redraw();
  };
  const now = { ...play, dots: state.dots };
  feed(now);
  replay.go(play, act);
  return [ledger(play.ticks.at(-1)), h('div.left', {}, loads(play), predictView(play, redraw), stage(now, act), controls(play, act, redraw)), measures(play)];
}

function intro(chapter, play, steps) {
  const other = play && play.phase !== 'ended' && play.chapter !== chapter.number;
  const start = () => { replay.begin(steps); post('play', { chapter: chapter.number }); };
  return h('div.intro', {},
    h('h2', {}, `Playground ${chapter.number}`),
    h('p', {}, chapter.idea),
    h('p', {}, 'Real processes, kept up until you stop them. Give them load, break them, and watch what clients see.'),
    other && h('p.warn', {}, `Playground ${play.chapter} is up: this one waits for its end.`),
    steps.length > 0 && h('div', {}, h('p', {}, 'This link does again what somebody did:'),
      h('ol.steps', {}, steps.map(step => h('li', {}, h('time', {}, `${step.at.toFixed(1)} s`), h('code', {}, replay.text(step)))))),
    h('button.main', { id: 'start', onclick: start }, steps.length ? `▶ start the playground, and do these ${steps.length} steps` : '▶ start the playground'),
    h('p.dim', {}, 'As ', h('code', {}, `./book play ${chapter.number}`), ' in a terminal.'));
}

/** Every request is somewhere: the equation holds at each moment. */
function ledger(tick) {
  const box = (name, value, note, style) => h('dl', { class: style ?? '' }, h('dt', {}, name), h('dd', { 'data-count': name }, value), h('small', {}, note));
  const t = tick ?? { sent: 0, acknowledged: 0, failed: 0, underWay: 0, asked: 0, perSecond: 0 };
  const sign = text => h('span.sign', {}, text);
  return h('div.ledger', { id: 'ledger', role: 'group', 'aria-label': 'Ledger: sent is acknowledged plus failed plus under way' },
    box('sent', number(t.sent), `${number(t.asked)}/s asked for${t.waiting > t.asked / 10 ? `, ${number(t.waiting)} not sent yet` : ''}`), sign('='),
    box('acknowledged', number(t.acknowledged), `${number(t.perSecond)}/s now`), sign('+'),
    box('✕ failed', number(t.failed), 'or in doubt', t.failed ? 'bad' : ''), sign('+'),
    box('under way', number(t.underWay), 'at most 64'), h('span.rule', {}),
    box('lost', '–', 'this load cannot know'), box('done twice', '–', 'this load cannot know'));
}

/** How many requests a second, and whether a client asks again. */
function loads(play) {
  const { load, again } = play.loads.at(-1) ?? { load: 0, again: false };
  const steer = (perSecond, twice) => post('load', { perSecond, again: twice });
  return h('p.row', { role: 'group', 'aria-label': 'Load' }, h('b', {}, 'load'), RATES.map(rate =>
    h('button', { 'aria-pressed': String(rate === load), id: `load-${rate}`, onclick: () => steer(rate, again) }, rate ? `${number(rate)}/s` : 'none')),
    h('button', { 'aria-pressed': String(again), id: 'again', onclick: () => steer(load, !again) }, 'send a failed one again'));
}

function controls(play, act, redraw) {
  const run = event => {
    event.preventDefault();
    const [verb, ...words] = new FormData(event.target).get('command').trim().split(/\s+/);
    if (play.verbs.some(one => one.name === verb)) act(verb, words);
    else { typed = { command: verb, answer: `no command: ${play.verbs.map(one => one.name).join(', ')}` }; redraw(); }
  };
  const { command, answer } = typed;
  return when([play.verbs, play.url, command, answer, replay.link(play), replay.left()], 'div.controls', {}, () => [
    h('form.row', { onsubmit: run }, h('label', {}, 'type ', h('input', { name: 'command', type: 'text', autocomplete: 'off', placeholder: `${play.verbs[0].name} ${play.verbs[0].parameters.join(' ')}`, 'aria-label': 'command' })),
      h('button', { type: 'submit' }, 'do it'),
      command && h('span.answer', { role: 'status', id: 'answer' }, h('code', {}, '> ' + command), ' ', answer)),
    h('details', { open: true }, h('summary', {}, 'All commands'), h('div.verbs', {}, play.verbs.map(verb => verbForm(verb, act)))),
    h('p.dim', {}, 'It listens on ', h('code', {}, play.url), ': try it with curl or a browser, too. ',
      h('a', { id: 'replay', href: replay.link(play) }, 'A link to do all this again'), replay.left() > 0 && ` · ${replay.left()} steps to do`)]);
}

/** Its fields hold the example; one that is a choice, or a placeholder, is empty. */
function verbForm(verb, act) {
  const choice = verb.parameters.some(word => word.includes('|'));
  const fields = choice ? [verb.parameters.join(' ')] : verb.parameters;
  const send = event => {
    event.preventDefault();
    act(verb.name, [...new FormData(event.target).values()].join(' ').trim().split(/\s+/).filter(Boolean));
  };
  return h('form.verb', { onsubmit: send, 'data-key': verb.name },
    h('button', { type: 'submit' }, verb.name),
    fields.map((word, i) => h('input', {
      type: 'text', name: `w${i}`, size: Math.max(4, word.length), required: true, placeholder: word, autocomplete: 'off',
      value: choice || /[A-Z]/.test(word) ? null : word, 'aria-label': `${verb.name}: ${word}`,
    })),
    h('small', {}, verb.does));
}

function measures(play) {
  const { ticks, log, marks } = play;
  const last = ticks.at(-1) ?? { perSecond: 0, underWay: 0, p50: null, p99: null };
  const millis = value => value === null ? 'none' : value < 10 ? `${value.toFixed(1)} ms` : `${number(value)} ms`;
  return h('aside', { 'aria-label': 'What clients see' },
    chart({ title: 'Answers a second', now: `${number(last.perSecond)}/s`, ticks, marks, series: [{ style: 'a', value: tick => tick.perSecond }] }),
    chart({
      title: 'Latency', now: `— p50 ${millis(last.p50)} · - - p99 ${millis(last.p99)}`, ticks, marks, log: true,
      series: [{ style: 'a', value: tick => tick.p50, none: true }, { style: 'b', value: tick => tick.p99 }],
    }),
    chart({ title: 'Under way', now: number(last.underWay), ticks, marks, series: [{ style: 'a', value: tick => tick.underWay }] }),
    h('h3', {}, 'What happened', h('span.dim', {}, ' newest first')),
    when([log, log.at(-1)], 'ol.log', { tabindex: 0 }, () => [...log].reverse().map(line => h('li', { class: line.mark ? 'mark' : '' },
      h('time', {}, line.at.toFixed(1)), h('b', {}, line.mark ? `${line.mark} you` : line.node), h('span', {}, line.text)))));
}
