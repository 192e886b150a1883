const NOTES_HZ = [523.25, 659.25, 783.99];
const NOTE_SECONDS = 0.35;

/** Three notes, so that one hears whether the headphones work. */
export function setUpSoundCheck(room) {
  const button = room.querySelector('[data-notes]');
  if (!button || !('AudioContext' in globalThis)) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const audio = new AudioContext();
    for (const [index, frequency] of NOTES_HZ.entries()) play(audio, frequency, audio.currentTime + index * NOTE_SECONDS);
    setTimeout(() => void audio.close(), (NOTES_HZ.length + 1) * NOTE_SECONDS * 1000);
  });
}

function play(audio, frequency, at) {
  const tone = new OscillatorNode(audio, { frequency });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.25, at + 0.03);
  loudness.gain.linearRampToValueAtTime(0, at + NOTE_SECONDS);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_SECONDS);
}
