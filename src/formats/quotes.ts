const outer = { '«': '„', '»': '“' } as Record<string, string>;

/** Russian quotes within quotes are of the other kind: «Киноклуб: „Сталкер“», not «Киноклуб: «Сталкер»». */
export function nestQuotes(text: string): string {
  if (!/«[^»]*«/.test(text)) return text;
  let depth = 0;
  return text.replace(/[«»]/g, (quote) => {
    if (quote === '«') depth += 1;
    const nested = depth > 1 ? outer[quote]! : quote;
    if (quote === '»') depth = Math.max(0, depth - 1);
    return nested;
  });
}
