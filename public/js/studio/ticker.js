/**
 * Ticks on: timers of a page that nobody looks at are slowed down, those of a worker are not. A page that has not drawn yet what the last tick
 * was for gets no other one, so that a slow computer still answers its buttons.
 */
let timer;
let isDrawing = false;
addEventListener('message', ({ data }) => {
  if (data === 'drawn') isDrawing = false;
  else begin(1000 / data);
});

function begin(ms) {
  clearInterval(timer);
  timer = setInterval(() => {
    if (isDrawing) return;
    isDrawing = true;
    postMessage(0);
  }, ms);
}
