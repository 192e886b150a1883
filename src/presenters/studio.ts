import type { Translate } from '../i18n.ts';
import type { Words } from './formatter.ts';

/** «24:18», «1:24:18» */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${two(minutes)}:${two(whole % 60)}`;
}

/** «341 МБ», «1,3 ГБ» */
export function sizeText({ t, locale }: Words, bytes: number): string {
  const unit = bytes < 1e9 ? 'megabytes' : 'gigabytes';
  const value = unit === 'megabytes' ? Math.round(bytes / 1e6) : bytes / 1e9;
  const digits = new Intl.NumberFormat(locale === 'ru' ? 'ru-RU' : 'en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 });
  return t(`studio:size.${unit}`, { number: digits.format(value) });
}

/** What the script of the studio says; {…} in them is filled in there. */
const keys = [
  'ok',
  'browser_old',
  'camera_none',
  'camera_refused',
  'camera_off',
  'camera_size',
  'unplugged',
  'mic_none',
  'mic_heard',
  'mic_quiet',
  'screen_sound',
  'screen_silent',
  'screen_none',
  'device_camera',
  'device_mic',
  'level_loud',
  'level_good',
  'level_low',
  'level_none',
  'listening_speak',
  'listening_hear',
  'listening_over',
  'listening_failed',
  'status_check',
  'status_air',
  'status_rehearsal',
  'since',
  'sent',
  'behind',
  'offline',
  'full',
  'store',
  'quota',
  'refused',
  'elsewhere',
  'over',
  'overflow',
  'too_late',
  'speed',
  'queue',
  'latency',
  'recorded',
  'megabytes',
  'viewers',
  'last_moment',
  'last_moment_named',
  'moment_failed',
  'break',
  'failed',
  'draining',
] as const;

const gaps = Object.fromEntries(
  ['mbit', 'seconds', 'clock', 'size', 'number', 'peak', 'width', 'height', 'title', 'time'].map((name) => [name, `{${name}}`]),
);

export const studioWords = (t: Translate): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, t(`studio:script.${key}`, gaps)]));

/** The moment that was marked last; '' before the first. */
export function momentText(t: Translate, last: { title: string; start: number } | null): string {
  if (!last) return '';
  return t(last.title ? 'studio:script.last_moment_named' : 'studio:script.last_moment', {
    title: last.title,
    clock: clockText(last.start),
  });
}

const MINUTES = { days: 1440, hours: 60, minutes: 1 };

/** «До начала 28 минут»; '' once it has come. */
export function leftText(t: Translate, startAt: Date, now = new Date()): string {
  const left = Math.ceil((startAt.getTime() - now.getTime()) / 60_000);
  if (left <= 0) return '';
  const unit = left >= 2 * MINUTES.days ? 'days' : left >= 2 * MINUTES.hours ? 'hours' : 'minutes';
  return t(`studio:left.${unit}`, { count: Math.floor(left / MINUTES[unit]) });
}

/** What a host should know before: «Что будет». */
export function expectations({ t, fmt }: Words, { registered }: { registered: number }): string[] {
  const number = fmt.number(registered);
  return [t('studio:expect.registered', { count: registered, number }), t('studio:expect.size'), t('studio:expect.patience')];
}

interface Broadcast {
  startedAt: Date | null;
  bytes: number;
  moments: number;
  unanswered: number;
  viewers: number;
}

/** What the end means at any time; the page of the host asks for the rest when it comes to that. */
export const lastingFacts = (t: Translate, { title }: { title: string }) => ({
  lead: title,
  consequences: [t('studio:ending.seen'), t('studio:ending.once')],
});

/** «1 ч 32 мин» */
const lengthText = (t: Translate, minutes: number): string =>
  t(minutes < 60 ? 'studio:length.minutes' : 'studio:length.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });

/** What the end of a broadcast means, for who is about to end it. */
export function endingFacts(
  words: Words,
  { title }: { title: string },
  { startedAt, bytes, moments, unanswered, viewers }: Broadcast,
  now = new Date(),
) {
  const { t, fmt } = words;
  const minutes = startedAt ? Math.max(1, Math.round((now.getTime() - startedAt.getTime()) / 60_000)) : 0;
  const lead = t('studio:ending.lead', { title, count: viewers, number: fmt.number(viewers), length: lengthText(t, minutes) });
  const size = sizeText(words, bytes);
  const recording =
    moments === 0
      ? t('studio:ending.recording_only', { size })
      : t('studio:ending.recording', { count: moments, number: fmt.number(moments), size });
  const consequences = [...lastingFacts(t, { title }).consequences, recording];
  if (unanswered > 0) consequences.push(t('studio:ending.unanswered', { count: unanswered, number: fmt.number(unanswered) }));
  return { lead, consequences };
}
