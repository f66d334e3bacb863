'use strict';
const root = document.documentElement;
const big = document.getElementById('big');
const NAME = 'tour-big';

/** A page from a file may have no storage. */
function stored(value) {
  try {
    if (value !== undefined) localStorage.setItem(NAME, value);
    return localStorage.getItem(NAME) === 'true';
  } catch {
    return false;
  }
}

function enlarge(on) {
  root.classList.toggle('big', on);
  big.setAttribute('aria-pressed', String(on));
}

enlarge(stored());
big.addEventListener('click', () => {
  const on = !root.classList.contains('big');
  stored(String(on));
  enlarge(on);
});

/** A recorded run, line by line, as it came; with a second click at once. */
function replay(button) {
  const run = button.parentNode.nextElementSibling;
  const whole = run.dataset.whole ?? run.textContent;
  if (button.timer) {
    clearInterval(button.timer);
    button.timer = null;
    run.textContent = whole;
    button.textContent = 'replay';
    return;
  }
  const lines = whole.split('\n');
  run.dataset.whole = whole;
  run.style.minHeight = `${run.offsetHeight}px`; // what comes after stays where it is
  run.textContent = '';
  button.textContent = 'show all';
  button.timer = setInterval(() => {
    run.append(lines.shift() + '\n');
    if (!lines.length) replay(button);
  }, matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 500);
}

document.querySelectorAll('button.replay').forEach(button => {
  button.textContent = 'replay';
  button.addEventListener('click', () => replay(button));
});
