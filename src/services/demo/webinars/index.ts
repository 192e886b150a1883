import { chat } from './chat.ts';
import { cheers } from './cheers.ts';
import { polls } from './polls.ts';
import { questions } from './questions.ts';
import type { DemoWebinar } from './webinar.ts';

/** The talk that tests/support/demo-recording draws; captions-ru.vtt is what is said in it. */
export const recordedWebinar: DemoWebinar = {
  event: 'Node.js за пять минут: куда утекла память',
  hosts: ['Никита Дробот'],
  lateSeconds: 40,
  chapters: [
    [0, 'Вступление'],
    [18, 'Память росла по 40 МБ в час'],
    [52, 'Три версии, и все мимо'],
    [88, 'Снимок кучи без остановки'],
    [126, 'on() без off()'],
    [166, 'Одна строка'],
    [204, 'Прямая линия'],
    [236, 'Чек-лист на стену'],
  ],
  moments: [[114, 'Как снимали кучу на живой реплике']],
  messages: chat,
  questions,
  polls,
  cheers,
};

/** Whoever wrote or asked was there. */
export const voicesOf = (event: string): string[] => {
  if (event !== recordedWebinar.event) return [];
  const { messages, questions: asked, hosts } = recordedWebinar;
  const names = new Set([...messages.map(([, by]) => by), ...asked.map(({ by }) => by)]);
  return [...names].filter((name) => !hosts.includes(name) && name !== ORGANIZER);
};

/** Minds the chat, and is nobody's visitor. */
const ORGANIZER = 'Марина Соколова';
