import { groupedBars } from '../formats/charts/index.ts';
import { isoInZone } from '../formats/dates.ts';
import { formatShortNumber } from '../formats/short-number.ts';
import type { SlotUnit } from '../formats/time-slots.ts';
import type { RegistrationStatus } from '../policies/registrations.ts';
import { SITE_ZONE } from '../schemas/events.ts';
import type { Words } from './formatter.ts';
import { barsOverTime, groupsOverTime, linesOverTime, namedBars, shares } from './report-chart.ts';
import type { ReportChart } from './report-chart.ts';

interface Slot {
  unit: SlotUnit;
  start: string;
}

interface RegistrationFigures {
  totals: Record<RegistrationStatus, number>;
  overTime: readonly (Slot & { count: number; before: number })[];
  /** Null where only some statuses were chosen. */
  attendance: readonly (Slot & { attended: number; noShow: number })[] | null;
  /** The period of the report and the one before, in words, where there is one to compare it with. */
  periods: { now: string; before: string } | null;
}

/** The pictures of the report on registrations. */
export function registrationCharts(figures: RegistrationFigures, words: Words, now = new Date()): ReportChart[] {
  const parts = [madeOverTime(figures, words, now), byStatus(figures, words), attendance(figures, words)];
  return parts.filter((part) => part !== null);
}

function madeOverTime({ overTime, periods }: RegistrationFigures, words: Words, now: Date): ReportChart | null {
  const { t, fmt } = words;
  const [first] = overTime;
  if (!first) return null;
  const most = overTime.reduce((top, slot) => (slot.count > top.count ? slot : top));
  const total = overTime.reduce((sum, { count }) => sum + count, 0);
  const isCompared = periods !== null && overTime.some(({ before }) => before > 0);
  const today = isoInZone(now, SITE_ZONE).slice(0, 10);
  const values = overTime.map(({ start, count }) => (start > today ? null : count));
  const made = { label: isCompared ? periods.now : t('charts:made.series'), values };
  const before = { label: periods?.before ?? '', values: overTime.map((slot) => slot.before), paint: 'before' as const };
  return barsOverTime(
    {
      slots: overTime,
      series: isCompared ? [made, before] : [made],
      title: t(`charts:made.title.${first.unit}`),
      summary: t('charts:made.summary', { total: fmt.number(total), most: fmt.number(most.count) }),
      format: fmt.number,
    },
    words,
  );
}

/** In the order of the report’s numbers; what was cancelled is grey. */
const told = { registered: 'c1', attended: 'c3', no_show: 'c2', waitlisted: 'c4', cancelled: 'c5' } as const;

function byStatus({ totals }: RegistrationFigures, words: Words): ReportChart | null {
  const statuses = Object.keys(told) as (keyof typeof told)[];
  const parts = statuses.map((status) => ({ label: words.t(`shared:status.${status}`), value: totals[status], paint: told[status] }));
  return parts.filter(({ value }) => value > 0).length < 2 ? null : shares(words.t('charts:by_status'), parts, words);
}

/** With so many months there is a course to see. */
const FEWEST_MONTHS = 3;

function attendance({ attendance: slots, totals }: RegistrationFigures, words: Words): ReportChart | null {
  const { t, fmt } = words;
  if (slots === null || totals.attended + totals.no_show === 0) return null;
  const rates = slots.map(({ attended, noShow }) => Math.round((attended / (attended + noShow)) * 100));
  const [attended, noShow] = [t('charts:attendance.attended'), t('charts:attendance.no_show')];
  const parts = [
    { label: attended, value: totals.attended, paint: told.attended },
    { label: noShow, value: totals.no_show, paint: told.no_show },
  ];
  // the shares of all statuses, which stand on paper too, say almost the same
  if (slots.length < FEWEST_MONTHS) return { ...shares(t('charts:attendance.title'), parts, words), onPaper: null };
  const percent = (value: number): string => t('charts:percent', { number: fmt.number(value) });
  const overall = Math.round((totals.attended / (totals.attended + totals.no_show)) * 100);
  return linesOverTime(
    {
      slots,
      series: [
        { label: attended, values: rates, paint: told.attended },
        { label: noShow, values: rates.map((rate) => 100 - rate), paint: told.no_show },
      ],
      title: t('charts:attendance.by_month'),
      summary: t('charts:attendance.summary', { attended: percent(overall), noShow: percent(100 - overall) }),
      format: percent,
    },
    words,
  );
}

interface Money {
  income: number;
  expenses: number;
  profit: number;
}

interface EventShare extends Money {
  title: string | null;
  events: number;
  seatsTaken: number;
  seatLimit: number;
}

interface FinanceFigures {
  overTime: readonly (Slot & Money)[];
  events: readonly EventShare[];
}

const sums = ['income', 'expenses', 'profit'] as const;

/** The pictures of the report on money. */
export function financeCharts({ overTime, events }: FinanceFigures, words: Words): ReportChart[] {
  const hasMoney = events.some(({ income, expenses }) => income !== 0 || expenses !== 0);
  const isOverTime = hasMoney && overTime.length > 1;
  const parts = [isOverTime && moneyOverTime(overTime, events, words), hasMoney && moneyByEvent(events, words), fill(events, words)];
  return parts.filter((part) => part !== false);
}

function moneyOverTime(overTime: FinanceFigures['overTime'], events: readonly EventShare[], words: Words): ReportChart {
  const { t, fmt, locale } = words;
  return groupsOverTime(
    {
      slots: overTime,
      series: sums.map((sum) => ({ label: t(`charts:money.${sum}`), values: overTime.map((slot) => slot[sum]) })),
      title: t(`charts:money.over.${overTime[0]!.unit}`),
      summary: moneySummary(events, words),
      format: fmt.money,
      tick: (value) => formatShortNumber(value / 100, locale),
    },
    words,
  );
}

function moneySummary(events: readonly EventShare[], { t, fmt }: Words): string {
  const total = (sum: (typeof sums)[number]) => events.reduce((all, event) => all + event[sum], 0);
  return sums.map((sum) => t('charts:money.sum', { name: t(`charts:money.${sum}`), value: fmt.money(total(sum)) })).join(', ');
}

const nameOf = ({ title, events }: EventShare, { t, fmt }: Words): string =>
  title ?? t('charts:rest', { count: events, number: fmt.number(events) });

/** The rest of many events would dwarf every one that has a place of its own: it is told, not drawn as a bar among them. */
function moneyByEvent(events: readonly EventShare[], words: Words): ReportChart {
  const { t, fmt } = words;
  const own = events.filter(({ title }) => title !== null);
  const rest = events.find(({ title }) => title === null);
  const categories = own.map((event) => ({
    label: nameOf(event, words),
    values: sums.map((sum) => ({ value: event[sum], text: fmt.money(event[sum]) })),
  }));
  const last = rest && { label: nameOf(rest, words), values: sums.map((sum) => ({ value: 0, text: fmt.money(rest[sum]) })) };
  const series = sums.map((sum) => t(`charts:money.${sum}`));
  const onPage = namedBars(
    t('charts:money.by_event'),
    moneySummary(events, words),
    last ? [...categories, last] : categories,
    series,
    words,
  );
  return { ...onPage, onPaper: topOnPaper(own.slice(0, FEW), own.length > FEW, words) };
}

/** On paper the names stand below, so few of them; the rest is in the table. */
const FEW = 5;

function topOnPaper(events: readonly EventShare[], isPart: boolean, words: Words) {
  const { t, fmt, locale } = words;
  const caption = isPart ? t('charts:money.top', { count: events.length }) : t('charts:money.by_event');
  const chart = groupedBars({
    labels: events.map((event) => nameOf(event, words)),
    isTime: false,
    series: sums.map((sum) => ({ label: t(`charts:money.${sum}`), values: events.map((event) => event[sum]) })),
    description: caption,
    format: fmt.money,
    tick: (value) => formatShortNumber(value / 100, locale),
  });
  return { caption, chart };
}

function fill(events: readonly EventShare[], words: Words): ReportChart {
  const { t, fmt } = words;
  const seats = (taken: number, limit: number) => t('charts:fill.of', { taken: fmt.number(taken), limit: fmt.number(limit) });
  const total = (of: 'seatsTaken' | 'seatLimit') => events.reduce((all, event) => all + event[of], 0);
  const draw = (shown: readonly EventShare[]): ReportChart => {
    const categories = shown.map((event) => ({
      label: nameOf(event, words),
      values: [{ value: event.seatsTaken, of: event.seatLimit, text: seats(event.seatsTaken, event.seatLimit) }],
    }));
    return namedBars(t('charts:fill.title'), seats(total('seatsTaken'), total('seatLimit')), categories, [], words);
  };
  return { ...draw(events), onPaper: draw(events.length > FEW + 1 ? [...events.slice(0, FEW), restOf(events.slice(FEW))] : events) };
}

const restOf = (events: readonly EventShare[]): EventShare =>
  events.reduce((sum, event) => ({
    title: null,
    events: sum.events + event.events,
    income: sum.income + event.income,
    expenses: sum.expenses + event.expenses,
    profit: sum.profit + event.profit,
    seatsTaken: sum.seatsTaken + event.seatsTaken,
    seatLimit: sum.seatLimit + event.seatLimit,
  }));
