/** What is wrong with captions: not in UTF-8, no WebVTT at all, or nothing said at any time. */
export type WebVttFault = 'encoding' | 'header' | 'cues';

const HEADER = /^\uFEFF?WEBVTT(?:[ \t][^\r\n]*)?(?:\r\n|\r|\n|$)/;
const time = String.raw`(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})`;
const TIMING = new RegExp(`^${time}[ \\t]+-->[ \\t]+${time}(?:[ \\t]|$)`);

/** Looks at what was given as captions (W3C WebVTT, section 4.1); null if a player can show them. */
export function faultOfWebVtt(bytes: Uint8Array): WebVttFault | null {
  const text = textOf(bytes);
  if (text === null || text.includes('\0')) return 'encoding';
  if (!HEADER.test(text)) return 'header';
  const timings = text.split(/\r\n|\r|\n/).filter((line) => line.includes('-->'));
  return timings.length > 0 && timings.every(isTiming) ? null : 'cues';
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** From an earlier moment to a later one. */
function isTiming(line: string): boolean {
  const parts = TIMING.exec(line)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  return parts !== undefined && seconds(parts.slice(4)) > seconds(parts.slice(0, 4));
}

const seconds = ([hours = 0, minutes = 0, rest = 0, thousandths = 0]: number[]): number =>
  hours * 3600 + minutes * 60 + rest + thousandths / 1000;
