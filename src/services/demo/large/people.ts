import type { Person } from '../people/index.ts';

const men =
  'Александр Алексей Анатолий Андрей Антон Артём Борис Вадим Валерий Виктор Виталий Владимир Вячеслав Георгий Глеб Григорий Даниил Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Лев Максим Матвей Михаил Никита Николай Олег Павел Пётр Роман Руслан Семён Сергей Тимур Фёдор Юрий Ярослав';
const women =
  'Александра Алёна Алиса Алия Анастасия Анна Валентина Валерия Варвара Вера Вероника Виктория Галина Дарья Диана Ева Евгения Екатерина Елена Елизавета Жанна Зоя Инна Ирина Карина Кира Кристина Ксения Лариса Лидия Любовь Маргарита Марина Мария Надежда Наталья Нина Оксана Ольга Полина Светлана Софья Юлия';
const lastNames =
  'Абрамов Алиев Андреев Баранов Белов Беляев Бойко Борисов Васильев Виноградов Волков Воробьёв Гареев Герасимов Голубев Гончаров Григорьев Гусев Давыдов Дёмин Егоров Ершов Жданов Жуков Зайцев Захаров Зиновьев Иванов Ильин Исаев Казаков Карпов Киселёв Климов Коваленко Козлов Комаров Королёв Круглов Крылов Кузнецов Кузьмин Лаврентьев Лапин Лебединский Лазарев Макаров Мельник Миронов Морозов Муравьёв Назаров Никитин Новиков Орлов Павленко Петров Покровский Попов Романов Рябов Савельев Сергеев Смирнов Соболев Соколов Сорокин Степанов Тарасов Тихонов Ткачук Фёдоров Филиппов Хабибуллин Цветков Чернышёв Шевченко Шубин Щербаков Юдин Яковлев';

const firstNames = [men.split(' '), women.split(' ')] as const;
const families = lastNames.split(' ');

const feminine = (lastName: string): string => (/[вн]$/.test(lastName) ? `${lastName}а` : lastName.replace(/ский$/, 'ская'));

/** The n-th visitor: always the same person, with an address of their own that reaches nobody; a few gave no phone. */
export function largePerson(n: number): Omit<Person, 'phone'> & { phone: string | null } {
  const names = firstNames[n % 2]!;
  const couple = Math.floor(n / 2);
  const family = families[(couple + Math.floor(couple / names.length)) % families.length]!;
  return {
    firstName: names[couple % names.length]!,
    lastName: n % 2 === 0 ? family : feminine(family),
    email: `large-${n + 1}@example.com`,
    phone: n % 25 === 24 ? null : `+79${String(100_000_000 + ((n * 7_368_787) % 900_000_000))}`,
  };
}

/** The language in which the n-th visitor reads mail. */
export const localeOf = (n: number): 'ru' | 'en' => (n % 23 === 0 ? 'en' : 'ru');
