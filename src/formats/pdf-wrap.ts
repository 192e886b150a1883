type Measure = (text: string) => number;

/** Lines no wider than `width`; words keep whole where they can, and only one that is wider than the line itself is broken. */
export function wrapText(text: string, width: number, measure: Measure): string[] {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    const pieces = breakWord(word, width, measure);
    line = pieces.pop()!;
    lines.push(...pieces);
  }
  return [...lines, line];
}

/** One line, ending in … when the text does not fit. */
export function fitLine(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const end = fittingLength(text, width - measure('…'), measure);
  return `${text.slice(0, end).trimEnd()}…`;
}

function breakWord(word: string, width: number, measure: Measure): string[] {
  const pieces: string[] = [];
  let rest = word;
  for (;;) {
    const fits = fittingLength(rest, width, measure);
    if (fits >= rest.length) return [...pieces, rest];
    const end = afterSign(rest.slice(0, fits)) ?? fits;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
}

// an address reads better broken after its sign than in the middle of a name, unless that leaves half of the line empty
function afterSign(piece: string): number | null {
  const end = Math.max(...[...'-–@._/\u00a0'].map((sign) => piece.lastIndexOf(sign))) + 1;
  return end > piece.length / 2 ? end : null;
}

/** How much of the text fits; at least one sign, so that whoever asks gets on. */
function fittingLength(text: string, width: number, measure: Measure): number {
  let end = 0;
  for (const sign of text) {
    const next = end + sign.length;
    if (end > 0 && measure(text.slice(0, next)) > width) return end;
    end = next;
  }
  return end;
}
