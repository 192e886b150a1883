import { letterSize } from './scene.ts';
import type { Words } from './scene.ts';
import { fitted, widthOf } from './words.ts';

/** What stands below the slots. Of days, weeks and months some may be left out; the names of things take two lines and are shortened. */
export interface AxisTexts {
  texts: readonly string[];
  isTime: boolean;
}

interface Place {
  centre: (slot: number) => number;
  slotWidth: number;
  /** The baseline of the first line. */
  y: number;
  /** Where the picture ends. */
  right: number;
}

const gap = 8;
/** So many labels are numbers of days, which read better with air between them. */
const fewLabels = 14;
/** What the stylesheet makes of letters on phones. */
const phoneLetterSize = 17;
/** A name of fewer letters says nothing. */
const shortestName = 40;
/** Of a second line of names. */
export const lineStep = 17;

const widestOf = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));

/** How many lines the labels need where a slot is about so wide. */
export const linesNeeded = ({ texts, isTime }: AxisTexts, slotWidth: number): number =>
  isTime || widestOf(texts) <= slotWidth - gap ? 1 : 2;

/** As many labels as there is room for: all, or every second, third … one. */
export function axisLabels({ texts, isTime }: AxisTexts, place: Place): Words[] {
  const widest = widestOf(texts);
  const wanted = isTime ? widest + (texts.length > fewLabels ? 2 * gap : gap) : Math.min(widest, shortestName) + gap;
  const every = Math.max(1, Math.ceil(wanted / place.slotWidth));
  const room = every * place.slotWidth - gap;
  const isTightOnPhones = (Math.min(widest, room) * phoneLetterSize) / letterSize > room + gap / 2;
  const slots = [...texts.keys()].filter((slot) => slot % every === 0);
  const labels = slots.map((slot, index) => label(texts[slot]!, slot, isTime ? Infinity : room, place, isTightOnPhones && index % 2 === 1));
  return isCrowded(labels) ? labels.slice(0, -1).flat() : labels.flat();
}

function label(whole: string, slot: number, room: number, { centre, y, right }: Place, isAlternate: boolean): Words[] {
  return inTwoLines(whole, room).map(({ text, title }, line) => {
    const half = widthOf(text) / 2;
    // the last one would stick out
    const x = Math.max(half, Math.min(right - half, centre(slot)));
    return { kind: 'words', x, y: y + line * lineStep, anchor: 'middle', text, title: title && whole, isAlternate };
  });
}

/** The first line takes the words that fit, the second the rest; neither breaks a word. */
function inTwoLines(text: string, room: number): { text: string; title?: string }[] {
  if (widthOf(text) <= room) return [{ text }];
  const words = text.split(' ');
  let count = 1;
  while (widthOf(words.slice(0, count + 1).join(' ')) <= room) count++;
  const lines = [words.slice(0, count), words.slice(count)].filter((line) => line.length > 0);
  return lines.map((line) => fitted(line.join(' '), room));
}

/** The last label may have been moved onto the one before it. */
function isCrowded(labels: readonly Words[][]): boolean {
  const [before, last] = labels.slice(-2).map((lines) => lines[0]);
  return before !== undefined && last !== undefined && last.x - before.x < (widthOf(last.text) + widthOf(before.text) + gap) / 2;
}
