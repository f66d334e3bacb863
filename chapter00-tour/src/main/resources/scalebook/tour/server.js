/** What the tour knows, and what it can be asked. */
const KEY = 'tour-token';
const SOON = 500;

/** Takes the token out of the address, so that it stays in no history; true when there was one. */
export function given() {
  const token = location.hash.match(/^#([0-9a-f]{32})$/);
  if (token) {
    sessionStorage.setItem(KEY, token[1]);
    history.replaceState(null, '', '#1/read');
  }
  return token !== null;
}
given();
const headers = { 'X-Tour-Token': sessionStorage.getItem(KEY) ?? '' };

/** Tells the page to draw itself again. */
export let changed = () => {};

/** As the tour's board is: queue, run, play, exercises. */
export const state = {};
/** How the page itself stands. */
export const page = { connection: 'connects', problem: '' };

async function answer(response) {
  if (!response.ok) throw new Error((await response.text()).trim());
  return response;
}

export const get = async path => (await answer(await fetch('/api/' + path, { headers }))).json();

export async function picture(name) {
  const response = await answer(await fetch('/api/picture?name=' + encodeURIComponent(name), { headers }));
  return URL.createObjectURL(await response.blob());
}

/** Asks the tour to do something; what it says. A refusal is shown to the reader. */
export async function post(path, body) {
  try {
    const sent = { ...headers, 'Content-Type': 'application/json' };
    const response = await fetch('/api/' + path, { method: 'POST', headers: sent, body: JSON.stringify(body) });
    page.problem = '';
    return (await (await answer(response)).json()).answer;
  } catch (refused) {
    page.problem = refused.message;
    return refused.message;
  }
}

function apply(type, data) {
  if (type === 'snapshot') {
    Object.keys(state).forEach(name => delete state[name]);
    Object.assign(state, data.status);
  } else if (type === 'story') {
    const entries = ((state.run ??= {}).entries ??= []);
    entries.push(...data);
    trim(entries);
  } else if (type === 'part') {
    (state[data.part] ??= {})[data.name] = data.value;
  } else if (type === 'grow') {
    const all = ((state.play ??= {})[data.name] ??= []);
    all.push(data.value);
    if (all.length > data.most) all.shift();
  } else {
    state[type] = data;
    if (type === 'play') delete state.dots; // another playground: those were the last one's
  }
}

const MOST_DETAILS = 300;
export const detail = entry => ['event', 'message', 'text'].includes(entry.type);

function trim(entries) {
  let left = entries.filter(detail).length - MOST_DETAILS;
  if (left > 0) {
    const kept = entries.filter(entry => !detail(entry) || left-- <= 0);
    entries.splice(0, entries.length, ...kept);
  }
}

/** Server-sent events by fetch: an EventSource sends no header, and a token in a URL gets into logs. */
export async function follow(redraw) {
  changed = redraw;
  let last = 0;
  let stream = null;
  // a browser holds six connections to a server: a tab that nobody sees needs none of them
  document.addEventListener('visibilitychange', () => document.hidden && stream?.abort());
  for (;;) {
    if (document.hidden) {
      await new Promise(shown => document.addEventListener('visibilitychange', shown, { once: true }));
      continue;
    }
    stream = new AbortController();
    try {
      const response = await fetch('/api/events', { headers: { ...headers, 'Last-Event-ID': String(last) }, signal: stream.signal });
      if (response.status === 401) {
        page.connection = 'ended';
        changed();
        return;
      }
      await answer(response);
      page.connection = 'live';
      for await (const event of events(response.body)) {
        // what was told while the snapshot was made is in it already
        if (event.type === 'snapshot' || event.id > (state.upTo ?? -1)) apply(event.type, event.data);
        last = Math.max(event.type === 'snapshot' ? 0 : last, event.id);
        changed();
      }
    } catch {
      // the tour has ended, or this page was too slow: it comes back with the number it has
    }
    if (document.hidden) continue;
    page.connection = 'away';
    changed();
    await new Promise(soon => setTimeout(soon, SOON));
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const lines = Object.fromEntries(part.split('\n').map(line => [line.split(':', 1)[0], line.slice(line.indexOf(':') + 2)]));
      if (lines.data) yield { id: Number(lines.id), type: lines.event, data: JSON.parse(lines.data) };
    }
  }
}
