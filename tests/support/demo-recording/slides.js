import { box, colours, eased, text } from './stage.js';

export const TOTAL_SECONDS = 280;

/** The slides of the talk. `draw` gets the seconds since the slide came. */
export const slides = [
  { from: 0, kicker: 'Node.js за пять минут', title: 'Куда утекла память', draw: opening },
  { from: 18, kicker: 'Что увидели', title: 'Память росла по 40 МБ в час', draw: growth },
  { from: 52, kicker: 'Что подумали сначала', title: 'Три версии, и все мимо', draw: guesses },
  { from: 88, kicker: 'Чем искали', title: 'Снимок кучи без остановки', draw: snapshot },
  { from: 126, kicker: 'Что оказалось', title: 'on() без off()', draw: listeners },
  { from: 166, kicker: 'Как чинили', title: 'Одна строка', draw: repair },
  { from: 204, kicker: 'Через неделю', title: 'Прямая линия', draw: after },
  { from: 236, kicker: 'Что осталось', title: 'Чек-лист на стену', draw: checklist },
  { from: 262, kicker: 'Большой эфир — скоро', title: 'Спасибо, и до пяти аварий', draw: goodbye },
];

const LEFT = 46;

export function slideAt(ctx, t) {
  const slide = slides.findLast(({ from }) => from <= t);
  const own = t - slide.from;
  // The first picture is what a player shows before anybody presses its button.
  const shown = slide.from === 0 ? 1 : eased(own, 0, 0.7);
  ctx.save();
  ctx.globalAlpha = shown;
  ctx.translate(0, 10 * (1 - shown));
  text(ctx, slide.kicker, LEFT, 56, { size: 14, weight: 560, colour: colours.mint });
  text(ctx, slide.title, LEFT, 90, { size: 29, weight: 700 });
  slide.draw(ctx, own);
  ctx.restore();
}

function opening(ctx, t) {
  const lines = ['Никита Дробот', 'группа «Бэкенд без мифов»', 'пролог к эфиру «Node.js под нагрузкой»'];
  for (const [n, line] of lines.entries()) {
    text(ctx, line, LEFT, 142 + n * 27, {
      size: n === 0 ? 19 : 15,
      weight: n === 0 ? 600 : 420,
      colour: n === 0 ? colours.cream : colours.soft,
      alpha: n === 0 ? 1 : eased(t, 1 + n * 2, 2 + n * 2),
    });
  }
  for (let drop = 0; drop < 5; drop += 1) {
    const fall = (t * 0.35 + drop / 5) % 1;
    ctx.globalAlpha = eased(fall, 0, 0.2) * (1 - fall);
    box(ctx, 300 + drop * 26, 235 + fall * 80, 9, 9, 2, drop % 2 ? colours.amber : colours.mint);
  }
  ctx.globalAlpha = 1;
}

/** The memory of the process over nine hours, as shares of what there is. */
const leak = [0.02, 0.07, 0.13, 0.17, 0.29, 0.4, 0.55, 0.72, 0.96];
const flat = [0.3, 0.34, 0.28, 0.33, 0.29, 0.34, 0.3, 0.32, 0.3];

function chart(ctx) {
  ctx.strokeStyle = colours.line;
  ctx.lineWidth = 1;
  for (let line = 0; line < 5; line += 1) {
    ctx.beginPath();
    ctx.moveTo(LEFT, 148 + line * 34 + 0.5);
    ctx.lineTo(LEFT + 270, 148 + line * 34 + 0.5);
    ctx.stroke();
  }
}

const place = (values, n) => [LEFT + (270 * n) / (values.length - 1), 284 - values[n] * 136];

/** Draws a part of a line, from 0 to 1, and gives its end. */
function curve(ctx, values, part, colour) {
  const reached = part * (values.length - 1);
  const whole = Math.floor(reached);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 4;
  ctx.lineJoin = 'round';
  ctx.beginPath();
  ctx.moveTo(...place(values, 0));
  for (let n = 1; n <= whole; n += 1) ctx.lineTo(...place(values, n));
  const [x, y] = place(values, whole);
  const [nextX, nextY] = place(values, Math.min(values.length - 1, whole + 1));
  const end = [x + (nextX - x) * (reached - whole), y + (nextY - y) * (reached - whole)];
  ctx.lineTo(...end);
  ctx.stroke();
  return end;
}

function growth(ctx, t) {
  chart(ctx);
  const part = eased(t, 2, 15);
  const [x, y] = curve(ctx, leak, part, colours.amber);
  text(ctx, '00:00', LEFT, 306, { size: 13, colour: colours.soft });
  text(ctx, '09:12', LEFT + 270, 306, { size: 13, colour: colours.soft, align: 'right' });
  if (part === 1) {
    const pulse = 1 + 0.25 * Math.sin(t * 5);
    ctx.fillStyle = colours.red;
    ctx.beginPath();
    ctx.arc(x, y, 7 * pulse, 0, Math.PI * 2);
    ctx.fill();
    text(ctx, 'OOM killer', x - 14, y - 12, { size: 15, weight: 640, align: 'right' });
  }
  const hours = Math.round(part * 9.2 * 10) / 10;
  text(ctx, `${Math.round(180 + hours * 40)} МБ`, 356, 160, { size: 32, weight: 700, colour: part === 1 ? colours.red : colours.amber });
  text(ctx, 'нагрузка ровная', 356, 190, { size: 15, colour: colours.soft, alpha: eased(t, 17, 18) });
  text(ctx, 'утром рестарт, вечером снова', 356, 213, { size: 15, colour: colours.soft, alpha: eased(t, 21, 22) });
}

function guesses(ctx, t) {
  const lines = ['Кеш без предела', 'Тяжёлые ответы целиком в памяти', 'Виноват V8'];
  const notes = ['предел есть: 500 записей', 'самый большой — 80 КБ', 'на стенде та же версия, и тихо'];
  for (const [n, line] of lines.entries()) {
    const from = 2 + n * 10;
    const y = 150 + n * 52;
    text(ctx, `${n + 1}`, LEFT, y, { size: 20, weight: 700, colour: colours.mint, alpha: eased(t, from, from + 1) });
    text(ctx, line, LEFT + 28, y, { size: 20, weight: 560, alpha: eased(t, from, from + 1) });
    text(ctx, notes[n], LEFT + 28, y + 21, { size: 14, colour: colours.soft, alpha: eased(t, from + 4, from + 5) });
    const crossed = eased(t, from + 6, from + 7.2);
    if (crossed === 0) continue;
    ctx.font = '560 20px Onest';
    ctx.fillStyle = colours.red;
    ctx.fillRect(LEFT + 26, y - 8, (ctx.measureText(line).width + 4) * crossed, 3);
  }
}

function snapshot(ctx, t) {
  const steps = ['Вывести реплику', 'Снять кучу', 'Вернуть в строй'];
  const now = Math.min(2, Math.floor(t / 10));
  for (const [n, step] of steps.entries()) {
    const x = LEFT + n * 148;
    const isNow = n === now;
    box(ctx, x, 132 - (isNow ? 3 : 0), 136, 72, 10, isNow ? colours.red : colours.panel);
    text(ctx, String(n + 1), x + 14, 160 - (isNow ? 3 : 0), { size: 19, weight: 700 });
    text(ctx, step, x + 14, 186 - (isNow ? 3 : 0), { size: 14, weight: 520 });
  }
  text(ctx, 'Балансировщик держит остальные пять', LEFT, 236, { size: 15, colour: colours.soft, alpha: eased(t, 3, 4) });
  for (let replica = 0; replica < 6; replica += 1) {
    const isOut = replica === 2 && now < 2;
    box(
      ctx,
      LEFT + replica * 46,
      256 + (isOut ? 26 * eased(t, 1, 3) * (1 - eased(t, 18, 20)) : 0),
      36,
      22,
      5,
      isOut ? colours.amber : colours.mint,
    );
  }
  if (now !== 1) return;
  box(ctx, LEFT, 318, 276, 7, 3, colours.line);
  box(ctx, LEFT, 318, Math.max(7, 276 * eased(t, 10, 19)), 7, 3, colours.amber);
}

function listeners(ctx, t) {
  const count = Math.round(1_200_000 * eased(t, 4, 26));
  text(ctx, count.toLocaleString('ru-RU'), LEFT, 156, { size: 46, weight: 700, colour: count >= 1_200_000 ? colours.red : colours.amber });
  text(ctx, 'замыканий на одном EventEmitter', LEFT, 182, { size: 16, colour: colours.soft });
  for (let n = 0; n < 160; n += 1) {
    if (n / 160 > count / 1_200_000) break;
    box(ctx, LEFT + (n % 40) * 10.5, 202 + Math.floor(n / 40) * 10.5, 7, 7, 2, n % 7 === 3 ? colours.amber : colours.mint);
  }
  box(ctx, LEFT, 262, 416, 52, 8, '#0b211f');
  text(ctx, 'function handle(req) {', LEFT + 14, 283, { size: 14, colour: colours.soft });
  text(ctx, "settings.on('change', () => refresh(req));", LEFT + 32, 303, {
    size: 15,
    weight: 560,
    colour: colours.amber,
    alpha: eased(t, 12, 13),
  });
}

function repair(ctx, t) {
  box(ctx, LEFT, 124, 520, 92, 10, '#0b211f');
  const crossed = eased(t, 3, 4.2);
  text(ctx, "−  settings.on('change', () => refresh(req));", LEFT + 16, 158, { size: 17, colour: colours.red, alpha: 1 - crossed * 0.3 });
  const added = "+  settings.on('change', () => refreshAll());";
  text(ctx, added.slice(0, Math.max(0, Math.round(((t - 5) / 7) * added.length))), LEFT + 16, 193, {
    size: 17,
    weight: 560,
    colour: colours.mint,
  });
  const lines = [
    'подписка одна на процесс, а не на запрос',
    'в тестах: listenerCount() не растёт',
    'предупреждение о 11 слушателях — ошибка сборки',
  ];
  for (const [n, line] of lines.entries()) {
    text(ctx, `• ${line}`, LEFT, 250 + n * 26, { size: 15, colour: colours.soft, alpha: eased(t, 14 + n * 5, 15 + n * 5) });
  }
}

function after(ctx, t) {
  chart(ctx);
  ctx.globalAlpha = 0.35;
  curve(ctx, leak, 1, colours.amber);
  ctx.globalAlpha = 1;
  curve(ctx, flat, eased(t, 2, 12), colours.mint);
  text(ctx, '220 МБ', 356, 160, { size: 32, weight: 700, colour: colours.mint, alpha: eased(t, 12, 13) });
  text(ctx, 'семь дней без рестарта', 356, 190, { size: 15, colour: colours.soft, alpha: eased(t, 14, 15) });
  text(ctx, 'дежурные спят', 356, 213, { size: 15, colour: colours.soft, alpha: eased(t, 18, 19) });
}

function checklist(ctx, t) {
  const lines = ['Предел памяти на контейнер', 'Метрика: число слушателей', 'Снимок кучи по кнопке', 'Учения раз в квартал'];
  for (const [n, line] of lines.entries()) {
    const shown = eased(t, 1.5 + n * 5, 2.2 + n * 5);
    const y = 146 + n * 42;
    box(ctx, LEFT, y - 17, 23, 23, 6, colours.panel);
    text(ctx, line, LEFT + 38, y, { size: 19, alpha: 0.25 + 0.75 * shown });
    if (shown === 0) continue;
    ctx.strokeStyle = colours.mint;
    ctx.lineWidth = 4;
    ctx.beginPath();
    ctx.moveTo(LEFT + 5, y - 6);
    ctx.lineTo(LEFT + 10, y - 1);
    ctx.lineTo(LEFT + 10 + 9 * shown, y - 1 - 10 * shown);
    ctx.stroke();
  }
}

function goodbye(ctx, t) {
  text(ctx, 'Вопросы без ответа станут темой в группе', LEFT, 142, { size: 17, colour: colours.soft, alpha: eased(t, 1, 2) });
  text(ctx, 'Запись будет на этой же странице', LEFT, 170, { size: 17, colour: colours.soft, alpha: eased(t, 3, 4) });
  for (let n = 0; n < 9; n += 1) {
    const rise = (t * 0.22 + n * 0.37) % 1;
    ctx.globalAlpha = 0.9 * (1 - rise);
    box(ctx, LEFT + 14 + n * 44, 322 - rise * 130, 12, 12, 6, [colours.mint, colours.amber, colours.red][n % 3]);
  }
  ctx.globalAlpha = 1;
}
