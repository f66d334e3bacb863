import { h } from './dom.js';
import { open } from './read.js';
import { changed, detail, picture, state } from './server.js';

const SHOWN = 200;
const pictures = new Map();

/** The run on the board: question, tables, claims, verdict, and all that happened. */
export function runView(book) {
  const run = state.run;
  const entries = run.entries ?? [];
  const lesson = book.flatMap(part => part.lessons).find(one => one.number === run.lesson);
  const events = entries.filter(detail);
  return h('section.story', { 'data-key': run.command, 'aria-label': `The run of ${run.command}` },
    h('p', {}, h('code', {}, run.command), ' ', verdict(run, entries)),
    told(entries),
    h('ul.claims', { 'aria-live': 'polite' }, entries.filter(one => one.type === 'claim').map(claim)),
    (run.pictures ?? []).map(drawing),
    lesson && run.exit !== undefined && h('p.sources', {}, 'Read: ', lesson.sources.map((source, i) => [
      i > 0 && ' · ', h('button.link', { onclick: () => open(source.path, source.line) }, source.name)])),
    events.length > 0 && h('details', { id: 'happened', ontoggle: changed }, h('summary', {}, `What happened: ${events.length === 300 ? 'the last ' : ''}${events.length} events`),
      document.getElementById('happened')?.open && h('ol.events', { tabindex: 0 }, events.slice(-SHOWN).map(event))));
}

function verdict(run, entries) {
  const end = entries.find(one => one.type === 'end');
  if (run.exit === undefined) return h('span.dim', { id: 'verdict' }, 'runs …');
  const text = end?.text.split(' · pictures')[0] ?? (run.exit === -1 ? 'stopped' : 'ended without a verdict');
  const well = run.exit === 0 && end;
  return h('b', { id: 'verdict', role: 'status', class: well ? 'good' : 'bad' }, `${well ? '✔' : '✘'} ${text}`);
}

/** In its order: question, steps, notes, and each table whole. */
function told(entries) {
  const shown = [];
  let table = null;
  for (const entry of entries) {
    if (entry.type === 'head') shown.push(table = { head: entry.cells, rows: [] });
    else if (entry.type === 'row') table?.rows.push(entry.cells);
    else if (['question', 'step', 'note', 'without'].includes(entry.type)) shown.push(entry);
  }
  return shown.map(one => one.head ? tableView(one)
    : one.type === 'question' ? h('h3', {}, one.text)
      : one.type === 'without' ? h('p.away', {}, `− without ${one.name}: ${one.what}`)
        : h('p', { class: one.type }, one.text));
}

const numeric = cell => /^[-−+]?[\d,.]+( ?%)?$/.test(cell);

function tableView({ head, rows }) {
  return h('div.scroll', { tabindex: 0, role: 'region', 'aria-label': 'table' }, h('table', {},
    h('thead', {}, h('tr', {}, head.map(cell => h('th', { scope: 'col' }, cell)))),
    h('tbody', {}, rows.map(row => h('tr', {}, row.map((cell, i) => h('td', { class: i && numeric(cell) ? 'n' : '' }, cell)))))));
}

function claim(one) {
  const fell = !one.held && one.expected;
  return h('li', { class: one.held ? 'good' : fell ? 'warn' : 'bad' }, one.held ? '✔ ' : '✘ ', one.text + one.remark,
    one.carriedBy.length > 0 && h('small', {}, ` carried by ${one.carriedBy.join(', ')}`));
}

function drawing(name) {
  const key = state.run.command + name;
  if (!pictures.has(key)) {
    pictures.set(key, '');
    picture(name).then(url => pictures.set(key, url)).catch(() => {});
  }
  const title = name.replace(/.*\/|\.svg$/g, '').replace(/-/g, ' ');
  return pictures.get(key) && h('details.picture', { open: !title.startsWith('timeline') }, h('summary', {}, title),
    h('img', { src: pictures.get(key), alt: title }));
}

const event = one => h('li', {},
  h('time', {}, one.millis === undefined ? '' : `${one.millis} ms`),
  h('b', {}, one.from ? `${one.from} → ${one.to}` : one.node ?? ''), h('span', {}, one.text));
