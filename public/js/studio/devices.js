const video = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

const exact = (id) => (id ? { deviceId: { exact: id } } : {});
const open = (constraints) => navigator.mediaDevices.getUserMedia(constraints).catch((error) => error);

/** A camera by its id, any without one; the error where it is missing or refused. */
export const openCamera = (id) => open({ video: { ...video, ...exact(id) } });

/** A microphone in the same way. */
export const openMicrophone = (id) => open({ audio: { ...audio, ...exact(id) } });

/** What this computer has, by kind; names are there once the person has agreed. */
export async function listDevices() {
  const all = await navigator.mediaDevices.enumerateDevices();
  return { cameras: all.filter(({ kind }) => kind === 'videoinput'), microphones: all.filter(({ kind }) => kind === 'audioinput') };
}

/** Phones have none to show. */
export const canShowScreen = () => 'getDisplayMedia' in navigator.mediaDevices;

/** A window, a tab or the whole screen, with its sound where the person agrees; null if they think better of it. */
export const openScreen = () =>
  navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 30 }, width: { max: 1920 } }, audio: true }).catch(() => null);

export const stopStream = (stream) => stream instanceof MediaStream && stream.getTracks().forEach((track) => track.stop());
