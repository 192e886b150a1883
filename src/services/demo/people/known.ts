/** Whoever organizes on the demo site. The first two log in by the addresses that the start of the site tells of. */
export const organizers = {
  marina: {
    email: 'organizer@example.org',
    firstName: 'Марина',
    lastName: 'Соколова',
    city: 'Москва',
    topics: ['jazz', 'music', 'food', 'programming'],
    about:
      'Придумываю вечера, после которых не хочется расходиться: джаз на крыше, ужины за одним столом и разборы чужих аварий для тех, кто пишет код. Пятнадцать лет в концертном деле, семь из них на себя.\n\nПишите, если хотите сыграть, сварить или рассказать.',
    links: ['https://example.org/sokolova'],
  },
  library: {
    email: 'library@example.org',
    firstName: 'Библиотека',
    lastName: 'на Бауманской',
    city: 'Москва',
    topics: ['lectures', 'history', 'art'],
    about:
      'Районная библиотека с залом на шестьдесят мест, двумя роялями (один настроен) и буфетом. Лекции, чтения и разговоры каждую неделю.',
    links: ['https://example.org/library'],
  },
  roman: {
    email: 'vetrov@example.org',
    firstName: 'Роман',
    lastName: 'Ветров',
    city: 'Москва',
    topics: ['running', 'hiking', 'sport'],
    about: 'Бегаю и хожу пешком, в обоих случаях не тороплюсь. Веду группы так, чтобы последний добрался в хорошем настроении.',
    links: [],
  },
  katya: {
    email: 'los@example.org',
    firstName: 'Екатерина',
    lastName: 'Лось',
    city: 'Москва',
    topics: ['walks', 'city', 'history'],
    about: 'Аккредитованный гид и бывший реставратор. Показываю дворы, в которые обычно не заходят, и объясняю, почему туда можно.',
    links: ['https://example.org/los'],
  },
  anton: {
    email: 'zimin@example.org',
    firstName: 'Антон',
    lastName: 'Зимин',
    city: 'Москва',
    topics: ['games', 'social'],
    about: 'Объясняю правила за семь минут. Если дольше, значит, игра плохая или я устал.',
    links: [],
  },
  ilya: {
    email: 'saveliev@example.org',
    firstName: 'Илья',
    lastName: 'Савельев',
    city: 'Москва',
    topics: ['cinema', 'theatre'],
    about: 'Киновед, показываю кино на плёнке, пока есть плёнка. После сеанса обязательно разговор: молча расходиться обидно.',
    links: [],
  },
  darya: {
    email: 'glinskaya@example.org',
    firstName: 'Дарья',
    lastName: 'Глинская',
    city: 'Казань',
    topics: ['crafts', 'art'],
    about: 'Керамистка, мастерская «Глина» на улице Баумана. Учу центровать, не бояться и выбрасывать неудачное без слёз.',
    links: ['https://example.org/glina'],
  },
  leila: {
    email: 'safarova@example.org',
    firstName: 'Лейла',
    lastName: 'Сафарова',
    city: 'Санкт-Петербург',
    topics: ['languages', 'training'],
    about: 'Преподаю испанский и английский взрослым. Главное правило моих вечеров: ошибаться можно, молчать скучно.',
    links: [],
  },
} as const;

export type OrganizerKey = keyof typeof organizers;
export const organizerKeys = Object.keys(organizers) as OrganizerKey[];

export const participant = {
  email: 'participant@example.org',
  firstName: 'Алексей',
  lastName: 'Титов',
  phone: '+79161234567',
  city: 'Москва',
  topics: ['jazz', 'running', 'cinema', 'history', 'art'],
  about: 'Преподаю физику в школе. По выходным слушаю джаз, бегаю десятку и спорю о кино.',
} as const;

export const admin = { email: 'admin@example.org', firstName: 'Вера', lastName: 'Админова' } as const;
