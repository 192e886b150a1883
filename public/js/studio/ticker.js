/** Ticks on: timers of a page that nobody looks at are slowed down, those of a worker are not. */
let timer;
addEventListener('message', ({ data: fps }) => {
  clearInterval(timer);
  timer = setInterval(() => postMessage(0), 1000 / fps);
});
