import type { Words } from './formatter.ts';
import { clock } from './recording.ts';

interface News {
  eventId: number;
  title: string;
  firstName: string;
  startAt: Date;
  timeZone: string;
  token: string;
  highlights: { start: number; title: string }[];
}

/** The values of views/mail/webinar-recording. */
export function recordingMail({ title, firstName, startAt, timeZone, token, highlights }: News, { t, fmt }: Words, baseUrl: string) {
  return {
    say: { title, name: firstName || t('mail:hello'), date: fmt.date(startAt, timeZone) },
    // The link of the registration lets in without an account, by any device.
    url: `${baseUrl}/r/${token}/webinar`,
    pairs: highlights.map((part) => ({
      label: clock(part.start),
      value: part.title || t('recording:untitled', { time: clock(part.start) }),
    })),
  };
}
