import { inflateSync } from 'node:zlib';

/** A PDF of ours read back: enough of the format to see the words on each page. */
export interface ReadPdf {
  /** The pieces of text of each page, in the order they were drawn. */
  pages: string[][];
  /** Everything that is not compressed: dictionaries with the title, the language, the sizes. */
  source: string;
}

export function readPdf(file: Buffer): ReadPdf {
  const source = file.toString('latin1');
  const object = (id: string): string => source.slice(source.indexOf(`\n${id} 0 obj\n`)).split('\nendobj')[0]!;
  const stream = (id: string): string => {
    const text = object(id);
    const start = text.indexOf('\nstream\n') + 8;
    return inflateSync(Buffer.from(text.slice(start, text.lastIndexOf('\nendstream')), 'latin1')).toString('latin1');
  };
  const letters = (fonts: string): Map<string, string[]> =>
    new Map(
      [...fonts.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name!, lettersOf(stream(match(object(id!), /\/ToUnicode (\d+)/)))]),
    );
  const words = (content: string, fonts: Map<string, string[]>): string[] =>
    [...content.matchAll(/\/(F\d+) [\d.]+ Tf\n(\[[^\]]*\]) TJ/g)].map(([, font, codes]) =>
      [...codes!.matchAll(/<([0-9a-f]+)>/g)]
        .flatMap(([, hex]) => hex!.match(/..../g)!.map((code) => fonts.get(font!)![parseInt(code, 16)]))
        .join(''),
    );

  const kids = match(object(match(source, /\/Pages (\d+) 0 R/)), /\/Kids \[([^\]]*)\]/);
  const pages = [...kids.matchAll(/(\d+) 0 R/g)].map(([, id]) => {
    const resources = object(match(object(id!), /\/Resources (\d+)/));
    const label = match(resources, /\/PageLabel (\d+)/);
    return [...words(stream(match(object(id!), /\/Contents (\d+)/)), letters(resources)), ...words(stream(label), letters(object(label)))];
  });
  return { pages, source };
}

const match = (text: string, pattern: RegExp): string => pattern.exec(text)![1]!;

const lettersOf = (cmap: string): string[] =>
  [...cmap.matchAll(/<[0-9a-f]+> <[0-9a-f]+> \[([^\]]*)\]/g)].flatMap(([, entries]) =>
    [...entries!.matchAll(/<([0-9a-f ]*)>/g)].map(([, codes]) =>
      String.fromCharCode(...codes!.split(' ').map((code) => parseInt(code, 16))),
    ),
  );
