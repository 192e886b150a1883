const RECORD_MS = 4000;

/** Records a few seconds and plays them, so that hosts hear themselves as others will; `onPhase(key)` says what goes on. */
export async function listenBack(track, onPhase) {
  const recorder = new MediaRecorder(new MediaStream([track.clone()]));
  const chunks = [];
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve));
  onPhase('listening_speak');
  recorder.start();
  setTimeout(() => recorder.stop(), RECORD_MS);
  await stopped;
  recorder.stream.getTracks().forEach((each) => each.stop());
  onPhase('listening_hear');
  await play(URL.createObjectURL(new Blob(chunks, { type: recorder.mimeType })));
  onPhase('listening_over');
}

async function play(url) {
  const sound = new Audio(url);
  const over = new Promise((resolve) => ['ended', 'error'].forEach((name) => sound.addEventListener(name, resolve)));
  await sound.play();
  await over;
  URL.revokeObjectURL(url);
}
