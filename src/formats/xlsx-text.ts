const longestCell = 32_767;
const longestName = 31;
const unprinted = /[\p{Cs}\ufffe\uffff]|(?![\t\n])\p{Cc}/gu;

/** Text for a cell: without signs that XML does not know, no longer than Excel allows, and `_x41_` stays what was typed. */
export const xlsxText = (text: string): string =>
  cleaned(text.replace(/\r\n?/g, '\n'))
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .slice(0, longestCell)
    .replace(unprinted, '');

/** A title that Excel takes for a sheet: up to 31 letters without []:*?/\, quotes at its ends, or the reserved word “History”. */
export function sheetName(title: string): string {
  const name = cleaned(title.replace(/[[\]:*?/\\\s]+/g, ' '))
    .slice(0, longestName)
    .replace(unprinted, '')
    .replace(/^[' ]+|[' ]+$/g, '');
  return name === '' || name.toLowerCase() === 'history' ? `${name || 'Sheet'} 1` : name;
}

const cleaned = (text: string): string => text.replace(unprinted, '');
