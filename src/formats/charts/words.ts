import { measureText } from '../pdf-fonts.ts';
import { fitLine } from '../pdf-wrap.ts';
import { bold, plain } from './paper.ts';

/** How wide a text is in units of the picture. */
export const widthOf = (text: string): number => measureText(text, plain);

/** The text, and where it had to be shortened with …, the whole of it as title. */
export function fitted(text: string, width: number, isBold = false): { text: string; title?: string } {
  const fit = fitLine(text, width, (part) => measureText(part, isBold ? bold : plain));
  return fit === text ? { text } : { text: fit, title: text };
}
