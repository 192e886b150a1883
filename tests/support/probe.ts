import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';

/** What is in an mp4: its length in seconds and, of each track, the codec, the first moment shown and the widest gap between packets. */
export async function probe(bytes: Uint8Array) {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  const tracks = [];
  for (const track of await input.getTracks()) {
    const times: number[] = [];
    for await (const { timestamp } of new EncodedPacketSink(track).packets()) times.push(timestamp);
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    tracks.push({
      codec: await track.getCodec(),
      packets: times.length,
      start: times[0]!,
      end: await track.computeDuration(),
      gap: Math.max(...gaps),
    });
  }
  return { seconds: await input.computeDuration(), tracks };
}
