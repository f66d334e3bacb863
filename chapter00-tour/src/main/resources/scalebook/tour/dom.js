/** A view is a function of the state; only what differs is changed in the page. */
const SVG = 'http://www.w3.org/2000/svg';
const HANDLERS = ['onclick', 'onsubmit', 'onchange', 'onkeydown', 'ontoggle'];

/** h('div.panel', {onclick}, 'text', …): an element. svg:… makes one of SVG. */
export function h(name, props, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = tag.startsWith('svg:') ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag);
  if (classes.length) element.setAttribute('class', classes.join(' '));
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (HANDLERS.includes(key)) { element[key] = value; element.acts = true; } // it may act otherwise, and look the same
    else if (key === 'style') Object.assign(element.style, value); // an attribute would be refused
    else if (key === 'html') { element.raw = value; element.setAttribute('data-raw', ''); } // parsed when it is shown
    else if (key === 'class') element.setAttribute('class', [...classes, value].join(' '));
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  for (let child = element.firstChild; child && !element.acts; child = child.nextSibling) element.acts = child.acts; // or a part of it does
  return element;
}

/** An element whose parts are made again only when a value of the list has changed. */
export function when(of, name, props, make) {
  return Object.assign(h(name, { ...props, 'data-late': '' }), { of, acts: true, late: () => h('div', {}, make()).childNodes });
}

const same = (node, next) => node.of?.every((one, i) => one === next.of[i]);

function filled(node) {
  for (const one of [node, ...(node.querySelectorAll?.('[data-raw], [data-late]') ?? [])]) {
    if (one.raw !== undefined) one.innerHTML = one.raw;
    if (one.late) one.append(...[...one.late()].map(filled));
    delete one.late;
  }
  return node;
}

/** Makes a node of the page like the next one; what the reader typed or opened stays. */
export function patch(node, next) {
  if (!node.acts && !next.acts && node.isEqualNode(next)) return;
  if (node.nodeName !== next.nodeName || node.getAttribute?.('data-key') !== next.getAttribute?.('data-key')) {
    node.replaceWith(filled(next));
    return;
  }
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data !== next.data) node.data = next.data;
    return;
  }
  if (node.raw !== next.raw) {
    node.replaceWith(filled(next));
    return;
  }
  if (next.late) {
    if (same(node, next)) return;
    filled(next);
  }
  if (node.of || next.of) node.of = next.of;
  attributes(node, next);
  if (node.hasAttribute('data-own')) return; // who draws there needs no help
  if (node.raw === undefined) patchAll(node, [...next.childNodes]);
}

function attributes(node, next) {
  for (const name of node.getAttributeNames()) {
    if (!next.hasAttribute(name) && name !== 'style' && name !== 'open') node.removeAttribute(name);
  }
  for (const name of next.getAttributeNames()) {
    const value = next.getAttribute(name);
    if (name !== 'style' && name !== 'open' && node.getAttribute(name) !== value) node.setAttribute(name, value);
  }
  if (node.getAttribute('style') !== next.getAttribute('style')) node.style.cssText = next.style.cssText;
  if (node.acts || next.acts) for (const handler of HANDLERS) node[handler] = next[handler];
  node.acts = next.acts;
}

/** The children of a node, one by one. */
export function patchAll(node, next) {
  const old = [...node.childNodes];
  next.forEach((child, i) => (i < old.length ? patch(old[i], child) : node.append(filled(child))));
  old.slice(next.length).forEach(child => child.remove());
}

const FORMAT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 }); // made once: it is slow to make
export const number = value => FORMAT.format(value);
