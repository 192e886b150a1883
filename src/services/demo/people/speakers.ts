/** Somebody whose name is met in groups and reviews. `topics` are slugs; who has no `about` has said nothing of themselves. */
export interface Speaker {
  name: string;
  city: string;
  topics: string[];
  about?: string;
  seenBy?: 'everyone' | 'hidden';
  link?: string;
}

export const speakers: Speaker[] = [
  {
    name: 'Игорь Мельник',
    city: 'Мытищи',
    topics: ['jazz', 'music', 'food'],
    seenBy: 'everyone',
    about: 'Днём проектирую вентиляцию, вечером слушаю тех, кто дышит в саксофон. Езжу на концерты на машине, место в ней обычно есть.',
  },
  {
    name: 'Ольга Дёмина',
    city: 'Москва',
    topics: ['jazz', 'classical', 'art'],
    seenBy: 'everyone',
    about: 'Собираю пластинки Билла Эванса и чужие истории о первых концертах. В «Джазе по субботам» веду рубрику «Пластинка недели».',
  },
  {
    name: 'Тимур Алиев',
    city: 'Москва',
    topics: ['jazz', 'music', 'cinema'],
    about: 'Звукорежиссёр. Если плохо слышно, я уже расстроился.',
  },
  {
    name: 'Анна Круглова',
    city: 'Москва',
    topics: ['music', 'walks', 'lectures'],
    about: 'Редактор. Хожу на всё, где можно узнать что-то новое и не сидеть дома.',
  },
  {
    name: 'Мария Васнецова',
    city: 'Москва',
    topics: ['music', 'art', 'crafts'],
    seenBy: 'everyone',
    about: 'Фотографирую концерты без вспышки. Снимки отдаю бесплатно: напишите, на каком вечере вас искать.',
    link: 'https://example.org/vasnetsova',
  },
  {
    name: 'Руслан Гареев',
    city: 'Казань',
    topics: ['music', 'crafts'],
    about: 'Живу между Казанью и Москвой, поэтому часто отдаю билеты.',
  },
  {
    name: 'Павел Ершов',
    city: 'Москва',
    topics: ['jazz', 'music'],
    seenBy: 'everyone',
    about:
      'Контрабас, пятнадцать лет в любительских составах. Помогаю Марине с субботами: встречаю у входа и слежу, чтобы хватило стульев.',
  },
  {
    name: 'Лилия Хасанова',
    city: 'Москва',
    topics: ['classical', 'food'],
    about: 'Альтистка в отпуске. Готовлю лучше, чем играю, но играю громче.',
  },
  { name: 'Лев Кузьмин', city: 'Химки', topics: ['food', 'games'] },
  { name: 'Семён Рябов', city: '', topics: ['music'], seenBy: 'hidden' },
  {
    name: 'Зинаида Корнеева',
    city: 'Москва',
    topics: ['jazz', 'classical', 'history'],
    about: 'На первом джазовом концерте была в 1974 году, в ДК «Москворечье». С тех пор стараюсь не пропускать.',
  },
  { name: 'Глеб Астахов', city: 'Москва', topics: ['jazz', 'tech'], about: 'Учусь играть на вибрафоне. Соседи в курсе.' },

  {
    name: 'Никита Дробот',
    city: 'Нижний Новгород',
    topics: ['programming', 'tech'],
    seenBy: 'everyone',
    about: 'Бэкенд, Node.js и PostgreSQL. Люблю читать чужие разборы аварий, свои люблю меньше.',
    link: 'https://example.org/drobot',
  },
  {
    name: 'Ксения Лаврова',
    city: 'Москва',
    topics: ['programming', 'tech', 'running'],
    about: 'SRE. Хожу бегать, когда дежурство спокойное, то есть редко.',
  },
  { name: 'Артём Юсупов', city: 'Уфа', topics: ['tech', 'programming'], about: 'Пишу на Go, смотрю в сторону Rust, работаю с PHP.' },
  {
    name: 'Вадим Стрельцов',
    city: 'Москва',
    topics: ['tech', 'games'],
    about: 'Администратор баз данных. Да, я читаю планы запросов для удовольствия.',
  },
  {
    name: 'Евгения Мороз',
    city: 'Минск',
    topics: ['programming', 'languages'],
    about: 'Тимлид команды платежей. Учу испанский, третий раз.',
  },
  { name: 'Иван Ли', city: 'Владивосток', topics: ['tech'], about: 'Смотрю эфиры в два часа ночи по местному. Спасибо за записи.' },
  { name: 'Камила Рашитова', city: 'Казань', topics: ['programming', 'crafts'], about: 'Тестирую сервисы и глазури.' },
  { name: 'Пётр Зуев', city: 'Тула', topics: ['tech', 'hiking'] },

  {
    name: 'Тамара Гелашвили',
    city: 'Москва',
    topics: ['food', 'social'],
    seenBy: 'everyone',
    about: 'Бабушка учила: гость голодным не уходит. Отвечаю за хинкали и за то, чтобы никто не сидел молча.',
  },
  { name: 'Борис Наумов', city: 'Москва', topics: ['food', 'walks'], about: 'Пеку хлеб с 2020 года, как и все. Но я не остановился.' },
  { name: 'Юлия Пахомова', city: 'Москва', topics: ['food', 'cinema', 'social'], about: 'Юрист. Не ем орехи, ем всё остальное.' },
  {
    name: 'Эльвира Садыкова',
    city: 'Москва',
    topics: ['food', 'languages'],
    about: 'Собираю рецепты, которые помещаются на одной открытке.',
  },
  { name: 'Степан Крылов', city: 'Подольск', topics: ['food', 'games'] },
  { name: 'Дина Вольская', city: 'Москва', topics: ['food', 'theatre'], about: 'Недавно переехала из Самары, ищу свой круг и свой рынок.' },
  { name: 'Максим Орехов', city: 'Москва', topics: ['food', 'running'] },
  { name: 'Полина Ушакова', city: 'Москва', topics: ['food', 'art'], about: 'Иллюстрирую поваренные книги, а готовить по ним не успеваю.' },

  {
    name: 'Нина Белецкая',
    city: 'Москва',
    topics: ['history', 'lectures', 'walks'],
    seenBy: 'everyone',
    about: 'Сорок лет преподавала географию. На лекциях сижу в первом ряду и задаю вопросы.',
  },
  { name: 'Фёдор Лапшин', city: 'Москва', topics: ['history', 'city'], about: 'Картограф. Коллекционирую ошибки на старых планах Москвы.' },
  {
    name: 'Софья Грин',
    city: 'Москва',
    topics: ['lectures', 'art', 'theatre'],
    about: 'Студентка, искусствоведение. Конспекты выкладываю в группе.',
  },
  { name: 'Аркадий Мохов', city: 'Королёв', topics: ['lectures', 'history'], about: 'Пенсионер с пропуском в три библиотеки.' },
  { name: 'Инна Кац', city: 'Москва', topics: ['lectures', 'classical'], about: 'Переводчик с немецкого. Спорю о запятых, мирюсь на чае.' },
  { name: 'Василиса Громова', city: 'Москва', topics: ['history', 'cinema'] },

  {
    name: 'Вера Ильинская',
    city: 'Москва',
    topics: ['lectures', 'history'],
    about: 'Читаю медленно: «Обломова» два года. Зато помню.',
    seenBy: 'everyone',
  },
  { name: 'Денис Порошин', city: 'Москва', topics: ['lectures', 'cinema'], about: 'Инженер, который перечитывает Набокова в электричке.' },
  {
    name: 'Марк Эйдельман',
    city: 'Москва',
    topics: ['lectures', 'theatre'],
    about: 'Театральный осветитель. В книгах тоже смотрю, откуда падает свет.',
  },
  { name: 'Таисия Кулик', city: 'Одинцово', topics: ['lectures', 'crafts'], about: 'Переплетаю книги, которые мы зачитали до дыр.' },
  { name: 'Евдокия Пряхина', city: 'Москва', topics: ['lectures'] },

  {
    name: 'Константин Шубин',
    city: 'Москва',
    topics: ['running', 'sport'],
    seenBy: 'everyone',
    about: 'Пейсер на 6:30. Бегу в хвосте группы, так что последним не будет никто, кроме меня.',
  },
  {
    name: 'Алиса Терехова',
    city: 'Москва',
    topics: ['running', 'hiking'],
    seenBy: 'everyone',
    about: 'Начала бегать в тридцать восемь. Первая десятка: 1:09:40, и я этим горжусь.',
  },
  {
    name: 'Рустам Валеев',
    city: 'Москва',
    topics: ['running', 'sport'],
    about: 'Физиотерапевт. О коленях спрашивайте до забега, а не после.',
  },
  { name: 'Светлана Чижова', city: 'Реутов', topics: ['running', 'food'], about: 'Отвечаю за термосы. Чай чёрный, чай с чабрецом, какао.' },
  { name: 'Егор Бахтин', city: 'Москва', topics: ['running', 'tech'], about: 'Бегаю, чтобы слушать подкасты.' },
  { name: 'Наталья Соболева', city: 'Москва', topics: ['running', 'walks'], about: 'Две собаки, одна беговая.' },
  { name: 'Олег Тарасюк', city: 'Москва', topics: ['running'] },

  {
    name: 'Михаил Сорокин',
    city: 'Звенигород',
    topics: ['hiking', 'history'],
    seenBy: 'everyone',
    about: 'Знаю тропы от Звенигорода до Рузы. Хожу в любую погоду, кроме той, про которую предупреждает МЧС.',
  },
  { name: 'Яна Кречетова', city: 'Москва', topics: ['hiking', 'sport'], about: 'Веду список того, что мы забыли взять. Он длинный.' },
  { name: 'Данила Уваров', city: 'Москва', topics: ['hiking', 'games'], about: 'Костёр с одной спички. Ладно, с трёх.' },
  {
    name: 'Лада Миронова',
    city: 'Истра',
    topics: ['hiking', 'crafts'],
    about: 'Ботаник в прямом смысле: определяю всё, что растёт по дороге.',
  },
  { name: 'Георгий Пак', city: 'Москва', topics: ['hiking', 'running'] },

  {
    name: 'Елена Тихонова',
    city: 'Москва',
    topics: ['walks', 'history'],
    seenBy: 'everyone',
    about: 'Живу в доме 1903 года и хожу смотреть на его родственников.',
  },
  {
    name: 'Всеволод Ремизов',
    city: 'Москва',
    topics: ['walks', 'city'],
    about: 'Архитектор. Обещаю не говорить «пилястра» чаще трёх раз за прогулку.',
  },
  {
    name: 'Галина Остапенко',
    city: 'Москва',
    topics: ['walks', 'classical'],
    about: 'Прохожу десять тысяч шагов и все рассказываю внукам.',
  },
  {
    name: 'Кира Вайс',
    city: 'Москва',
    topics: ['walks', 'art', 'cinema'],
    about: 'Рисую дома тушью. Скетчбук всегда с собой.',
    link: 'https://example.org/vais',
  },
  { name: 'Роберт Манукян', city: 'Москва', topics: ['city', 'food'] },

  {
    name: 'Ярослав Чудин',
    city: 'Москва',
    topics: ['games', 'social'],
    seenBy: 'everyone',
    about: 'Читаю правила вслух и без пропусков. Кто-то же должен.',
  },
  {
    name: 'Злата Пчёлкина',
    city: 'Москва',
    topics: ['games', 'crafts'],
    about: 'Шью мешочки для фишек. В «Каркассоне» строю монастыри из принципа.',
  },
  { name: 'Филипп Гусев', city: 'Люберцы', topics: ['games', 'tech'], about: 'Дома сто сорок коробок и очень терпеливая жена.' },
  { name: 'Майя Левитина', city: 'Москва', topics: ['games', 'languages'], about: 'Психолог. Нет, в «Мафию» не играю, хватает работы.' },
  { name: 'Богдан Шевчук', city: 'Москва', topics: ['games', 'cinema'] },

  {
    name: 'Кирилл Ямпольский',
    city: 'Москва',
    topics: ['cinema', 'theatre'],
    seenBy: 'everyone',
    about: 'Смотрю титры до конца и жду остальных у выхода.',
  },
  {
    name: 'Диана Ахметова',
    city: 'Екатеринбург',
    topics: ['cinema', 'art'],
    about: 'Монтажёр короткого метра. Приезжаю на все ночи кино в «Салют».',
  },
  { name: 'Герман Фокин', city: 'Москва', topics: ['cinema', 'history'], about: 'Киномеханик на пенсии. Плёнку слышу по звуку.' },
  {
    name: 'Ульяна Снегирёва',
    city: 'Москва',
    topics: ['cinema', 'lectures'],
    about: 'Пишу диплом об оттепели в кино. Кажется, он пишет меня.',
  },
  { name: 'Лариса Ковригина', city: 'Москва', topics: ['cinema', 'social'] },

  {
    name: 'Гульнара Ибрагимова',
    city: 'Казань',
    topics: ['crafts', 'art'],
    seenBy: 'everyone',
    about: 'Леплю по выходным третий год. Первая миска косая, стоит на самом видном месте.',
  },
  {
    name: 'Азат Нуриев',
    city: 'Казань',
    topics: ['crafts', 'city'],
    about: 'Печник в четвёртом поколении. Обжигом интересуюсь по-родственному.',
  },
  {
    name: 'Маргарита Котова',
    city: 'Казань',
    topics: ['crafts', 'food'],
    about: 'Кондитер: мне нужна посуда под мои пирожные, приходится делать.',
  },
  {
    name: 'Алсу Хайруллина',
    city: 'Казань',
    topics: ['crafts', 'languages'],
    about: 'Учительница рисования. Руки в глине, голова в облаках.',
  },
  { name: 'Вячеслав Печников', city: 'Казань', topics: ['crafts'] },

  {
    name: 'Арина Полякова',
    city: 'Санкт-Петербург',
    topics: ['languages', 'theatre'],
    seenBy: 'everyone',
    about: 'Испанский B2, английский C1, финский «извините, не понимаю».',
  },
  {
    name: 'Станислав Вронский',
    city: 'Санкт-Петербург',
    topics: ['languages', 'city'],
    about: 'Экскурсовод. Тренируюсь шутить на трёх языках.',
  },
  {
    name: 'Мануэль Ортега',
    city: 'Санкт-Петербург',
    topics: ['languages', 'food'],
    seenBy: 'everyone',
    about: 'Soy de Granada. Живу в Петербурге девять зим. Помогаю с сослагательным наклонением, взамен прошу объяснить слово «тоска».',
  },
  {
    name: 'Жанна Лепехина',
    city: 'Санкт-Петербург',
    topics: ['languages', 'training'],
    about: 'Врач. Читаю статьи по-английски, говорить пока стесняюсь.',
  },
  {
    name: 'Тимофей Бойко',
    city: 'Выборг',
    topics: ['languages', 'games'],
    about: 'Выучил испанский по сериалам, поэтому ругаюсь лучше, чем здороваюсь.',
  },
  { name: 'Эмма Рихтер', city: 'Санкт-Петербург', topics: ['languages', 'classical'] },
];
