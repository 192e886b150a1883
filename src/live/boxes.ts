/** A box of an ISO base media file (ISO 14496-12): four letters, and where it lies with its header. */
export interface Box {
  type: string;
  start: number;
  end: number;
}

/** Thrown for bytes that are not what a fragmented mp4 is made of. */
export class NotMedia extends Error {}

const HEADER = 8;

/**
 * The boxes that lie side by side in a part of a buffer.
 * @throws NotMedia if they do not fill it exactly
 */
export function boxesIn(bytes: Buffer, start = 0, end = bytes.length): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at < end; at = boxes.at(-1)!.end) {
    if (end - at < HEADER) throw new NotMedia('a box without a header');
    const size = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + HEADER);
    // Larger sizes (1) and «to the end of the file» (0) have no place in pieces of a second.
    if (size < HEADER || at + size > end || !/^[\x20-\x7e]{4}$/.test(type)) throw new NotMedia(`a box of ${size} bytes at ${at}`);
    boxes.push({ type, start: at, end: at + size });
  }
  return boxes;
}

/** How many bytes of a box go before the boxes within it. */
const before: Record<string, number> = { moov: HEADER, trak: HEADER, mdia: HEADER, minf: HEADER, stbl: HEADER, stsd: HEADER + 8 };

const inside = (bytes: Buffer, box: Box): Box[] => boxesIn(bytes, box.start + before[box.type]!, box.end);

function descend(bytes: Buffer, boxes: Box[], path: string[]): Box[] {
  const [type, ...rest] = path;
  const found = boxes.filter((box) => box.type === type);
  return rest.length === 0 ? found : found.flatMap((box) => descend(bytes, inside(bytes, box), rest));
}

const video = ['avc1', 'avc3', 'vp09', 'av01'];
const sound = ['Opus', 'mp4a'];
const MOST_TRACKS = 2;

/**
 * The kinds of samples (avc1, Opus, …) that an init segment announces: a file type, and a movie of one track of video and at most one of sound.
 * @throws NotMedia for anything else
 */
export function checkInit(bytes: Buffer): string[] {
  const boxes = boxesIn(bytes);
  if (boxes.map(({ type }) => type).join() !== 'ftyp,moov') throw new NotMedia('an init segment is a file type and a movie');
  const tables = descend(bytes, boxes, ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd']);
  const kinds = tables.flatMap((table) => inside(bytes, table).map(({ type }) => type));
  const isKnown = kinds.every((kind) => video.includes(kind) || sound.includes(kind));
  if (kinds.length === 0 || kinds.length > MOST_TRACKS || !isKnown || kinds.filter((kind) => video.includes(kind)).length > 1) {
    throw new NotMedia(`tracks of ${kinds.join()}`);
  }
  return kinds;
}

/**
 * Makes sure that bytes are a media segment: fragments, each with its data, and what may go before them.
 * @throws NotMedia for anything else
 */
export function checkSegment(bytes: Buffer): void {
  const types = boxesIn(bytes)
    .map(({ type }) => type)
    .filter((type) => !['styp', 'sidx', 'prft', 'emsg'].includes(type));
  const isPaired = types.length > 0 && types.length % 2 === 0 && types.every((type, index) => type === (index % 2 === 0 ? 'moof' : 'mdat'));
  if (!isPaired) throw new NotMedia(`boxes ${types.join()}`);
}
