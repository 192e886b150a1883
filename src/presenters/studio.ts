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
  'sent',
  'behind',
  'offline',
  'full',
  'store',
  'quota',
  'refused',
  'elsewhere',
  'over',
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
  ['mbit', 'seconds', 'clock', 'size', 'number', 'peak', 'width', 'height', 'title'].map((name) => [name, `{${name}}`]),
);

export const studioWords = (t: Translate): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, t(`studio:script.${key}`, gaps)]));

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

/** What the end of a broadcast means, for who is about to end it. */
export function endingFacts(
  words: Words,
  { title }: { title: string },
  { startedAt, bytes, moments, unanswered, viewers }: Broadcast,
  now = new Date(),
) {
  const { t, fmt } = words;
  const minutes = startedAt ? Math.max(1, Math.round((now.getTime() - startedAt.getTime()) / 60_000)) : 0;
  const lead = t('studio:ending.lead', { title, count: viewers, number: fmt.number(viewers), minutes: fmt.number(minutes) });
  const recording = t('studio:ending.recording', { count: moments, number: fmt.number(moments), size: sizeText(words, bytes) });
  const consequences = [...lastingFacts(t, { title }).consequences, recording];
  if (unanswered > 0) consequences.push(t('studio:ending.unanswered', { count: unanswered, number: fmt.number(unanswered) }));
  return { lead, consequences };
}
