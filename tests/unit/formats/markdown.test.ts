import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf, proseOf } from '../../../src/formats/markdown.ts';

const tag = /<\/?(p|h[3-6]|ul|li|blockquote|strong|em|s|code|pre)>|<(br|hr) \/>|<ol( start="\d+")?>|<\/ol>|<\/a>/;
const link = /<a (href="((https?:\/\/|mailto:|#|\/(?!\/))[^"<>]*)" )?rel="nofollow ugc noopener">/;
const harmless = new RegExp(`^(${tag.source}|${link.source}|[^<>])*$`, 'i');

describe('a text in Markdown', () => {
  test.each([
    ['Беру **одно**, сяду в *Медведкове*', '<p>Беру <strong>одно</strong>, сяду в <em>Медведкове</em></p>'],
    ['первая\nвторая', '<p>первая<br />\nвторая</p>'],
    ['- туда\n- обратно', '<ul>\n<li>туда</li>\n<li>обратно</li>\n</ul>'],
    ['3. третий', '<ol start="3">\n<li>третий</li>\n</ol>'],
    ['> три места\n\nБеру!', '<blockquote>\n<p>три места</p>\n</blockquote>\n<p>Беру!</p>'],
    ['~~нет~~ `код`', '<p><s>нет</s> <code>код</code></p>'],
    ['    отступ', '<p>отступ</p>'],
    ['"кавычки" -- (c)', '<p>"кавычки" -- (c)</p>'],
  ])('%j becomes what it means', (text, html) => {
    expect(proseOf(text).trim()).toBe(html);
  });

  test('its headings stand below those of the page', () => {
    const levels = [...proseOf('# a\n## b\n### c\n#### d\n##### e\n###### f').matchAll(/<(h\d)>/g)].map(([, level]) => level);

    expect(levels).toEqual(['h3', 'h4', 'h5', 'h6', 'h6', 'h6']);
    expect(proseOf('#### a\n# b\n### c\n## d').match(/<h\d>\w/g)).toEqual(['<h3>a', '<h3>b', '<h4>c', '<h4>d']);
  });

  test('its links lead to the web, to mail and within the site, and lend nobody weight', () => {
    const html = proseOf('https://example.test/a?b=1&c=2 [сюда](/events/1) [почта](mailto:a@example.test)');

    expect(html).toContain('<a href="https://example.test/a?b=1&amp;c=2" rel="nofollow ugc noopener">');
    expect(html).toContain('<a href="/events/1" rel="nofollow ugc noopener">сюда</a>');
    expect(html).toContain('<a href="mailto:a@example.test" rel="nofollow ugc noopener">почта</a>');
  });

  test('a picture is a link to it, and nothing of its own inside another link', () => {
    expect(proseOf('![кот](https://example.test/cat.png)')).toContain(
      '<a href="https://example.test/cat.png" rel="nofollow ugc noopener">кот</a>',
    );
    expect(proseOf('[![кот](https://i.test/c.png)](https://example.test/)')).toBe(
      '<p><a href="https://example.test/" rel="nofollow ugc noopener">кот</a></p>\n',
    );
  });

  test('a link without words is none', () => {
    expect(proseOf('до [](https://example.test) ![]() после')).toBe('<p>до   после</p>\n');
  });

  test('an empty one is empty', () => {
    expect([proseOf(''), excerptOf('')]).toEqual(['', '']);
  });
});

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](  javascript:alert(1))',
  '[x](java&#115;cript:alert(1))',
  '[x](&#x6a;avascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](vbscript:x) [x](file:///etc/passwd)',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '![x](data:image/svg+xml;base64,PHN2Zz4=)',
  '![x](javascript:alert(1))',
  '![x" onerror="alert(1)](https://e.test/x)',
  '[x](//evil.test) [x](/\\evil.test) [x](\\\\evil.test)',
  '<javascript:alert(1)>',
  '<https://e.test/"onmouseover="alert(1)>',
  '[x](https://e.test "\\" onmouseover=\\"alert(1)")',
  '[x](<https://e.test/" onmouseover="alert(1)>)',
  '[a]: javascript:alert(1)\n\n[a]',
  '`<script>alert(1)</script>`\n\n```"><script>\n</code></pre><script>alert(1)</script>\n```',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<style>*{display:none}</style><!-- --><![CDATA[<script>]]>',
  '<form action=/logout method=post><button>x',
  '# <script>\n> <script>\n- <script>',
  'https://e.test/<script>alert(1)</script>',
  '[![x](javascript:alert(1))](javascript:alert(2))',
  '<p style="position:fixed" class="flash" id="main">x</p>',
];

describe('whoever means ill', () => {
  test.each(hostile)('puts nothing but words into a page by %j', (text) => {
    expect(proseOf(text)).toMatch(harmless);
  });

  test('does not by any mixture of all that either', () => {
    const bit = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...hostile) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          '\n',
          '\n\n',
          '> ',
          '- ',
          '1. ',
          '# ',
          '**',
          '*',
          '_',
          '~~',
          '`',
          '```',
          '[',
          ']',
          '](',
          ')',
          '![',
          '<',
          '>',
        ),
      },
      {
        weight: 2,
        arbitrary: fc.constantFrom('"', "'", '&', '\\', '&#x', ';', '\u0000', '\t', '    ', 'https://', 'javascript:', 'on', '=', '//'),
      },
      { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: 'binary' }) },
    );
    fc.assert(
      fc.property(fc.array(bit, { maxLength: 25 }), (bits) => {
        expect(proseOf(bits.join(''))).toMatch(harmless);
      }),
      { numRuns: 1500 },
    );
  });

  test.each([
    '>',
    '[',
    '*a_',
    '![[',
    '`',
    '- ',
    '&',
    '<a ',
    '<!--',
    'a@',
    '[a](',
    '(',
    '~~',
    '\n>',
    '_a ',
    '**a *b ',
    'https://a.b/',
    '//',
    '\n- > ',
  ])('does not keep the site busy by a text full of %j', (bit) => {
    const text = bit.repeat(20_000 / bit.length);
    const started = performance.now();

    expect(proseOf(text)).toMatch(harmless);
    expect(excerptOf(text).length).toBeLessThanOrEqual(160);
    expect(performance.now() - started).toBeLessThan(1500);
  });
});

describe('an excerpt', () => {
  test('is one plain line', () => {
    expect(excerptOf('# Дорога\n\nЕду **из Мытищ**:\n\n- туда\n- [обратно](https://e.test)\n\nстрока\nстрока')).toBe(
      'Дорога Еду из Мытищ: туда обратно строка строка',
    );
  });

  test('leaves out what was quoted, unless that is all', () => {
    expect(excerptOf('> три места\n\nБеру одно')).toBe('Беру одно');
    expect(excerptOf('> три места')).toBe('три места');
  });

  test('ends at a word', () => {
    expect(excerptOf('Парковка у собора закрыта', 20)).toBe('Парковка у собора…');
    expect(excerptOf('Парковка у собора', 17)).toBe('Парковка у собора');
  });

  test('is never longer than asked for, and whole', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), fc.integer({ min: 1, max: 80 }), (text, length) => {
        const excerpt = excerptOf(text, length);
        expect(excerpt.length).toBeLessThanOrEqual(length);
        expect(excerpt.isWellFormed()).toBe(true);
        expect(excerpt).not.toMatch(/[\r\n]/);
      }),
    );
  });
});
