/** Names for invented visitors; the first column of each list is male, the second female. */
const first = [
  ['Алексей', 'Анна'],
  ['Игорь', 'Ольга'],
  ['Тимур', 'Мария'],
  ['Руслан', 'Елена'],
  ['Константин', 'Дарья'],
  ['Павел', 'Ирина'],
  ['Сергей', 'Наталья'],
  ['Никита', 'Юлия'],
  ['Артём', 'Вера'],
  ['Глеб', 'Полина'],
  ['Фёдор', 'Алёна'],
  ['Михаил', 'Ксения'],
  ['Рустам', 'Алия'],
  ['Денис', 'Софья'],
  ['Лев', 'Варвара'],
  ['Семён', 'Зоя'],
] as const;
const last = [
  ['Круглов', 'Круглова'],
  ['Мельник', 'Мельник'],
  ['Дёмин', 'Дёмина'],
  ['Алиев', 'Алиева'],
  ['Васнецов', 'Васнецова'],
  ['Юрьев-Лебединский', 'Юрьева-Лебединская'],
  ['Шубин', 'Шубина'],
  ['Гареев', 'Гареева'],
  ['Ёлкин', 'Ёлкина'],
  ['Соболев', 'Соболева'],
  ['Орлов', 'Орлова'],
  ['Белов', 'Белова'],
  ['Чернышёв', 'Чернышёва'],
  ['Кузнецов', 'Кузнецова'],
  ['Тихонов', 'Тихонова'],
  ['Зайцев', 'Зайцева'],
  ['Морозов', 'Морозова'],
  ['Лапин', 'Лапина'],
  ['Жданов', 'Жданова'],
  ['Щукин', 'Щукина'],
] as const;

export interface Person {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
}

/** The n-th invented person of a list: always the same one, no two alike, with an address that reaches nobody. */
export function person(n: number, list: string): Person {
  const gender = n % 2;
  const firstName = first[Math.floor(n / 2) % first.length]![gender]!;
  const lastName = last[(Math.floor(n / 2) + Math.floor(n / (2 * first.length))) % last.length]![gender]!;
  const phone = `+79${String(100_000_000 + ((n * 7_368_787) % 900_000_000))}`;
  return { firstName, lastName, email: `${list}-${n + 1}@example.com`, phone };
}
