import { spark } from '../formats/charts/index.ts';
import { comparePoints, compareCounts, compareMoney, periodWords } from './comparison.ts';
import type { Words } from './formatter.ts';

interface MonthSums {
  /** YYYY-MM */
  month: string;
  events: number;
  profit: number;
  attended: number;
  noShow: number;
}

interface Trends {
  /** Registrations of the last days, the latest last, and how many there were in as many days before. */
  registrations: { days: readonly number[]; before: number };
  /** The latest last: this month. */
  months: readonly MonthSums[];
}

/** The numbers beside an organizer's events, as views/shared/_stats.ejs shows them; those of which nothing is known are left out. */
export function dashboardStats({ registrations, months }: Trends, words: Words) {
  return [registrationStat(registrations, words), profitStat(months, words), attendanceStat(months, words)].filter((stat) => stat !== null);
}

function registrationStat({ days, before }: Trends['registrations'], words: Words) {
  const { t, fmt } = words;
  const total = days.reduce((sum, count) => sum + count, 0);
  return {
    label: t('dashboard:stat.registrations', { count: days.length }),
    value: fmt.number(total),
    href: '/registrations',
    ...compareCounts(total, before, periodWords({ from: '', unit: 'day', length: days.length }, words), words),
    ...sparkOf(days),
  };
}

function profitStat(months: readonly MonthSums[], words: Words) {
  const { t, fmt } = words;
  const [last, now] = months.slice(-2);
  if (!last || !now) return null;
  const profit = months.slice(months.findIndex(({ events }) => events > 0)).map((month) => month.profit);
  return {
    label: t('dashboard:stat.profit', { in: monthWords(now, words).than }),
    value: fmt.money(now.profit),
    href: reportHref('finance', now),
    ...compareMoney(now.profit, last.profit, monthWords(last, words), words),
    ...sparkOf(profit),
  };
}

/** Of the latest month in which somebody was marked, compared with the one before it. */
function attendanceStat(months: readonly MonthSums[], words: Words) {
  const { t, fmt } = words;
  const known = months.filter(({ attended, noShow }) => attended + noShow > 0);
  const [before, now] = known.length > 1 ? known.slice(-2) : [undefined, known[0]];
  if (!now) return null;
  return {
    label: t('dashboard:stat.attendance', { in: monthWords(now, words).than }),
    value: t('dashboard:stat.percent', { number: fmt.number(attendance(now)) }),
    href: reportHref('registrations', now),
    ...(before ? comparePoints(attendance(now), attendance(before), monthWords(before, words), words) : {}),
    ...sparkOf(known.map(attendance)),
  };
}

const attendance = ({ attended, noShow }: MonthSums): number => Math.round((attended / (attended + noShow)) * 100);

const monthWords = ({ month }: MonthSums, words: Words) => periodWords({ from: `${month}-01`, unit: 'month', length: 1 }, words);

/** Without a course, a line says nothing. */
const sparkOf = (values: readonly number[]) => (values.some((value) => value !== 0) ? { spark: () => spark(values) } : {});

function reportHref(type: string, { month }: MonthSums): string {
  const [year, number] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year!, number, 0)).getUTCDate();
  return `/reports?${new URLSearchParams({ type, from: `${month}-01`, to: `${month}-${last}` })}#report`;
}
