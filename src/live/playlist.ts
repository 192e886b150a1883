/** A piece of the broadcast. `duration` is in seconds; `range` is where it lies in the one file of its epoch, once there is one. */
export interface PlaylistSegment {
  epoch: number;
  at: Date;
  duration: number;
  uri: string;
  range: { offset: number; bytes: number } | null;
}

/** Where the init segment of an epoch lies. */
export interface PlaylistInit {
  uri: string;
  range: { offset: number; bytes: number } | null;
}

export interface PlaylistOptions {
  init: (epoch: number) => PlaylistInit;
  isEnded: boolean;
  /** Only the last so many, for those who follow the broadcast; the rest is for rewinding. */
  window?: number;
  /** The second at which to begin. */
  from?: number;
}

/** The specification wants no piece longer, rounded; ours are of one second, but a busy machine makes one of more than 1.5 now and then. */
const LONGEST_SECONDS = 2;
const HOLD_BACK_SECONDS = 3 * LONGEST_SECONDS;

/**
 * The HLS media playlist (version 7, RFC 8216) of a broadcast that is going on or over. Its pieces are numbered from 0 over all epochs;
 * between epochs, each a life of the host's page with an init segment of its own, there is a discontinuity.
 */
export function mediaPlaylist(segments: PlaylistSegment[], { init, isEnded, window, from }: PlaylistOptions): string {
  const first = window === undefined ? 0 : Math.max(0, segments.length - window);
  const target = segments.reduce((longest, { duration }) => Math.max(longest, Math.round(duration)), LONGEST_SECONDS);
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${target}`,
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuitiesBefore(segments, first)}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ];
  if (isEnded) lines.push('#EXT-X-PLAYLIST-TYPE:VOD');
  else lines.push(`#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=${Math.max(HOLD_BACK_SECONDS, 3 * target)}`);
  if (from !== undefined) lines.push(`#EXT-X-START:TIME-OFFSET=${from.toFixed(3)},PRECISE=YES`);
  for (let index = first; index < segments.length; index += 1) lines.push(...segmentLines(segments, index, index === first, init));
  if (isEnded) lines.push('#EXT-X-ENDLIST');
  return `${lines.join('\n')}\n`;
}

function segmentLines(segments: PlaylistSegment[], index: number, isFirst: boolean, init: PlaylistOptions['init']): string[] {
  const segment = segments[index]!;
  const isNewEpoch = index > 0 && segments[index - 1]!.epoch !== segment.epoch;
  const { uri, range } = init(segment.epoch);
  return [
    ...(isNewEpoch && !isFirst ? ['#EXT-X-DISCONTINUITY'] : []),
    ...(isNewEpoch || isFirst
      ? [
          `#EXT-X-MAP:URI="${uri}"${range ? `,BYTERANGE="${range.bytes}@${range.offset}"` : ''}`,
          `#EXT-X-PROGRAM-DATE-TIME:${segment.at.toISOString()}`,
        ]
      : []),
    `#EXTINF:${segment.duration.toFixed(5)},`,
    ...(segment.range ? [`#EXT-X-BYTERANGE:${segment.range.bytes}@${segment.range.offset}`] : []),
    segment.uri,
  ];
}

/** How many there were before the window, the one at its beginning included. */
function discontinuitiesBefore(segments: PlaylistSegment[], first: number): number {
  let count = 0;
  for (let index = 1; index <= first && index < segments.length; index += 1) {
    if (segments[index]!.epoch !== segments[index - 1]!.epoch) count += 1;
  }
  return count;
}
