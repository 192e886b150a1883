import { sides } from '../policies/registrations.ts';
import type { Side } from '../policies/registrations.ts';
import { isFull, priceText, seatsText } from './events.ts';
import type { Words } from './formatter.ts';

/** As much of an event as tells its sides apart. Prices are in minor units; `seatLimit` and `seatsTaken` count both sides. */
export interface SidedEvent {
  format: string;
  price: number;
  onlinePrice: number;
  seatLimit: number;
  seatsTaken: number;
  onlineLimit: number;
  onlineTaken: number;
}

/** What one side of a hybrid event costs and has room for. */
export function sideOf(event: SidedEvent, side: Side) {
  const { price, onlinePrice, seatLimit, seatsTaken, onlineLimit, onlineTaken } = event;
  if (side === 'online') return { price: onlinePrice, seatLimit: onlineLimit, seatsTaken: onlineTaken };
  return { price, seatLimit: seatLimit - onlineLimit, seatsTaken: seatsTaken - onlineTaken };
}

export const isSideFull = (event: SidedEvent, side: Side): boolean => isFull(sideOf(event, side));

/** The side that a form begins with: the first one that has room. */
export const firstOpenSide = (event: SidedEvent): Side => sides.find((side) => !isSideFull(event, side)) ?? 'offline';

const icons: Record<Side, string> = { offline: 'geo-alt', online: 'camera-video' };

export const sideText = ({ t }: Pick<Words, 't'>, side: Side): string => t(`registrations:side.${side}`);

const withSmallLetter = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The sides of a hybrid event as the options of views/shared/_choices.ejs: «Онлайн: Бесплатно · 388 мест». */
export const sideOptions = (
  event: SidedEvent & { prefersReliable: boolean },
  waiting: Record<Side, number>,
  words: Words,
): { value: Side; label: string; icon: string; hint: string }[] =>
  sides.map((value) => {
    const side = sideOf(event, value);
    const number = words.fmt.number(waiting[value] + 1);
    const line = words.t(`registrations:side.${event.prefersReliable ? 'full' : 'full_place'}`, { number });
    return {
      value,
      label: sideText(words, value),
      icon: icons[value],
      hint: `${priceText(words, side.price)} · ${isFull(side) ? line : withSmallLetter(seatsText(words.t, side, words.fmt))}`,
    };
  });
