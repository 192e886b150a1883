import type { Locale } from '../i18n.ts';
import type { Visibility } from '../policies/people.ts';
import { visibilities } from '../policies/people.ts';
import { coverOf } from './covers.ts';
import { eventState, placeText } from './events.ts';
import type { ShownEvent } from './events.ts';
import type { Words } from './formatter.ts';
import { topicChip, topicName } from './topics.ts';

type NamedTopic = Parameters<typeof topicChip>[0];
type TreeTopic = NamedTopic & { id: number; parentId: number | null };

interface PersonsWords {
  about: string;
  city: string;
  links: readonly string[];
  joinedAt: Date;
}

/** The tree of topics for a form: each root with those below it. */
export const topicTree = (topics: readonly TreeTopic[], locale: Locale) =>
  topics
    .filter(({ parentId }) => parentId === null)
    .map((root) => ({
      value: root.id,
      label: topicName(root, locale),
      below: topics.filter(({ parentId }) => parentId === root.id).map((topic) => ({ value: topic.id, label: topicName(topic, locale) })),
    }));

/** What a page says of a person under their name. */
export function personFacts({ about, city, links, joinedAt }: PersonsWords, topics: readonly NamedTopic[], words: Words) {
  const line = [city, words.t('people:since', { year: joinedAt.getUTCFullYear() })].filter(Boolean).join(' · ');
  return {
    about,
    line: line[0]!.toLocaleUpperCase(words.locale) + line.slice(1),
    links: links.map((href) => ({ href, label: linkLabel(href) })),
    topics: topics.map((topic) => topicChip(topic, words.locale)),
  };
}

/** «github.com/anna»: where a link leads, without what all links have. */
function linkLabel(href: string): string {
  const { host, pathname } = new URL(href);
  const path = pathname.length > 1 && pathname.length <= 30 ? decodedPath(pathname) : '';
  return host.replace(/^www\./, '') + path.replace(/\/$/, '');
}

function decodedPath(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The values of views/shared/_event-row.ejs for an event on a person's page. */
export function personsEventRow(event: ShownEvent, { t, fmt }: Words) {
  const isPast = eventState(event) === 'past';
  return {
    href: `/events/${event.id}`,
    cover: coverOf(event),
    title: event.title,
    when: fmt.when(event.startAt, event.timeZone),
    where: placeText(t, event),
    isPast,
  };
}

/** The values of a profile as its form has them. */
export const profileValues = (profile: {
  shownName: string;
  about: string;
  city: string;
  links: readonly string[];
  topicIds: readonly number[];
  visibility: Visibility;
  showsPlans: boolean;
}): Record<string, string> => ({
  shown_name: profile.shownName,
  about: profile.about,
  city: profile.city,
  links: profile.links.join('\n'),
  topics: profile.topicIds.join(', '),
  visibility: profile.visibility,
  ...(profile.showsPlans ? { shows_plans: 'on' } : {}),
});

/** Who may see a profile, as options of a form. */
export const visibilityOptions = ({ t }: Words) =>
  visibilities.map((value) => ({ value, label: t(`people:visibility.${value}`), hint: t(`people:visibility.${value}_hint`) }));
