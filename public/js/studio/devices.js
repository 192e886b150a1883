const video = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** A camera and a microphone by their ids ('' is none for a camera and any for a microphone); each may be missing or refused. */
export async function openDevices({ camera, microphone }) {
  const exact = (id) => (id ? { deviceId: { exact: id } } : {});
  const open = (constraints) => navigator.mediaDevices.getUserMedia(constraints).catch((error) => error);
  const [seen, heard] = await Promise.all([
    camera === '' ? null : open({ video: { ...video, ...exact(camera === 'any' ? '' : camera) } }),
    open({ audio: { ...audio, ...exact(microphone) } }),
  ]);
  return { camera: seen, microphone: heard };
}

/** What this computer has, by kind; names are there once the person has agreed. */
export async function listDevices() {
  const all = await navigator.mediaDevices.enumerateDevices();
  return { cameras: all.filter(({ kind }) => kind === 'videoinput'), microphones: all.filter(({ kind }) => kind === 'audioinput') };
}

/** A window, a tab or the whole screen, with its sound where the person agrees; null if they think better of it. */
export const openScreen = () =>
  navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 30 }, width: { max: 1920 } }, audio: true }).catch(() => null);

export const stopStream = (stream) => stream instanceof MediaStream && stream.getTracks().forEach((track) => track.stop());
