const SLOWEST_FPS = 5;

/** Where a picture fits whole into a box. */
function contain({ displayWidth, displayHeight }, width, height) {
  const scale = Math.min(width / displayWidth, height / displayHeight);
  const size = [displayWidth * scale, displayHeight * scale];
  return [(width - size[0]) / 2, (height - size[1]) / 2, ...size];
}

/** The part of a picture that fills a box. */
function cover({ displayWidth, displayHeight }, width, height) {
  const scale = Math.min(displayWidth / width, displayHeight / height);
  const size = [width * scale, height * scale];
  return [(displayWidth - size[0]) / 2, (displayHeight - size[1]) / 2, ...size];
}

/**
 * Draws what goes on air: screen, camera or both, or a break, so that changes of source leave the broadcast whole. `onFrame` gets the canvas
 * at every tick; `stages` are the canvases of the page that show the same.
 */
export function createCompositor({ stages, breakText }) {
  const canvas = new OffscreenCanvas(1280, 720);
  const context = canvas.getContext('2d', { alpha: false });
  const ticker = new Worker(new URL('./ticker.js', import.meta.url));
  const scene = { camera: null, screen: null, showsCamera: true, showsScreen: false, isPaused: false, onFrame: null };

  // A worker has no origin; the second argument is what is handed over.
  const tell = (news) => ticker.postMessage(news, []);
  const setFps = (fps) => tell(Math.max(SLOWEST_FPS, fps));

  function drawBreak() {
    context.fillStyle = '#0a4a36';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#ffffff';
    context.font = `600 ${canvas.height / 9}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(breakText, canvas.width / 2, canvas.height / 2);
  }

  function drawCorner(camera) {
    const [width, height] = [canvas.width * 0.2, canvas.height * 0.2];
    const [left, top] = [canvas.width * 0.77, canvas.height * 0.77];
    context.save();
    context.beginPath();
    context.roundRect(left, top, width, height, canvas.height / 45);
    context.clip();
    context.drawImage(camera, ...cover(camera, width, height), left, top, width, height);
    context.restore();
  }

  function drawScene() {
    context.fillStyle = '#101412';
    context.fillRect(0, 0, canvas.width, canvas.height);
    const camera = scene.showsCamera ? scene.camera?.latest : null;
    const screen = scene.showsScreen ? scene.screen?.latest : null;
    if (screen) context.drawImage(screen, ...contain(screen, canvas.width, canvas.height));
    if (screen && camera) drawCorner(camera);
    else if (camera) context.drawImage(camera, ...contain(camera, canvas.width, canvas.height));
  }

  function show() {
    if (document.hidden) return;
    const stage = stages.find((each) => each.offsetParent !== null);
    stage?.getContext('2d', { alpha: false }).drawImage(canvas, 0, 0, stage.width, stage.height);
  }

  function draw() {
    if (scene.isPaused) drawBreak();
    else drawScene();
    show();
    scene.onFrame?.(canvas);
  }

  ticker.addEventListener('message', () => {
    try {
      draw();
    } finally {
      tell('drawn');
    }
  });
  setFps(30);

  return {
    scene,
    /** How large and how often; a running encoder must not see the size change. */
    resize({ width, height, fps }) {
      Object.assign(canvas, { width, height });
      setFps(fps);
    },
    stop: () => ticker.terminate(),
  };
}
