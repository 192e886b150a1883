import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { csvStream } from '../../../src/formats/csv.ts';
import { csvFromCopy, sqlCopy, sqlGuard, sqlMoney, sqlTime } from '../../../src/formats/csv-copy.ts';

const copied = async (output: string, chunkSize: number): Promise<string> => {
  const bytes = Buffer.from(output);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) =>
    bytes.subarray(index * chunkSize, (index + 1) * chunkSize),
  );
  return (await buffer(Readable.from(chunks).pipe(csvFromCopy(['Имя', 'Место'], 'ru')))).toString();
};

test.each([1, 2, 3, 7, 1000])('output of COPY in chunks of %i bytes becomes the file that csvStream makes', async (chunkSize) => {
  const output = 'Анна;"а;б"\n"«x» ""y""\nz";\n;б\n';
  const rows = [
    ['Анна', 'а;б'],
    ['«x» "y"\nz', null],
    [null, 'б'],
  ];
  const same = await buffer(csvStream([{ label: 'Имя' }, { label: 'Место' }], rows, 'ru'));
  expect(await copied(output, chunkSize)).toBe(same.toString());
});

test('a query without rows becomes a line of labels', async () => {
  expect(await copied('', 1)).toBe('\ufeffИмя;Место\r\n');
});

test('COPY separates as the language does', () => {
  expect(sqlCopy('SELECT 1', 'ru')).toBe("COPY (SELECT 1) TO STDOUT WITH (FORMAT csv, DELIMITER ';')");
  expect(sqlCopy('SELECT 1', 'en')).toBe("COPY (SELECT 1) TO STDOUT WITH (FORMAT csv, DELIMITER ',')");
});

test('SQL prints guarded text, sums and times', () => {
  expect(sqlGuard('v.first_name')).toBe(
    "CASE WHEN v.first_name ~ '^[=+@\\t\\r\\n＝＋－＠-]' AND v.first_name !~ '^\\+[0-9]{7,15}$' THEN '''' || v.first_name ELSE NULLIF(v.first_name, '') END",
  );
  expect(sqlMoney('r.price', 'ru')).toBe("replace(round((r.price)::numeric / 100, 2)::text, '.', ',')");
  expect(sqlMoney('r.price', 'en')).toBe('round((r.price)::numeric / 100, 2)::text');
  expect(sqlTime('r.created_at', 'e.time_zone')).toBe("to_char(r.created_at AT TIME ZONE e.time_zone, 'YYYY-MM-DD HH24:MI')");
});
