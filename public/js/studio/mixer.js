/** Puts microphone and sound of the screen into one track that never stops, whatever is plugged in or muted. */
export function createMixer() {
  const context = new AudioContext({ latencyHint: 'interactive', sampleRate: 48_000 });
  const output = context.createMediaStreamDestination();
  const voice = context.createGain();
  const master = context.createGain();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const samples = new Float32Array(analyser.fftSize);
  const silence = context.createConstantSource();
  const none = context.createGain();
  none.gain.value = 0;
  silence.connect(none).connect(output);
  silence.start();
  voice.connect(master).connect(output);
  const inputs = { microphone: null, screen: null };

  function plug(name, stream, into) {
    inputs[name]?.disconnect();
    inputs[name] = stream?.getAudioTracks().length > 0 ? context.createMediaStreamSource(stream) : null;
    for (const node of into) inputs[name]?.connect(node);
  }

  return {
    track: output.stream.getAudioTracks()[0],
    resume: () => context.resume(),
    setMicrophone: (stream) => plug('microphone', stream, [voice, analyser]),
    setScreen: (stream) => plug('screen', stream, [master]),
    mute: (isMuted) => (voice.gain.value = isMuted ? 0 : 1),
    silence: (isSilent) => (master.gain.value = isSilent ? 0 : 1),
    /** How loud the microphone is, 0 to 100; 60 decibels are the whole scale. */
    level() {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      return power === 0 ? 0 : Math.round(Math.min(100, Math.max(0, 100 + (10 * Math.log10(power) * 100) / 60)));
    },
  };
}
