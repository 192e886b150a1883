import type { Locale } from '../i18n.ts';
import { topicIcon, topicIcons } from '../policies/topics.ts';
import type { Words } from './formatter.ts';

interface NamedTopic {
  slug: string;
  nameRu: string;
  nameEn: string;
}

interface ShownTopic extends NamedTopic {
  id: number;
  icon: string;
  parentId: number | null;
}

export const topicName = (topic: Pick<NamedTopic, 'nameRu' | 'nameEn'>, locale: Locale): string =>
  locale === 'ru' ? topic.nameRu : topic.nameEn;

/** A topic as a chip: its page, its name in the language of the reader and its icon. */
export const topicChip = (topic: NamedTopic & { icon: string }, locale: Locale) => ({
  slug: topic.slug,
  href: `/topics/${topic.slug}`,
  label: topicName(topic, locale),
  icon: topicIcon(topic.icon),
});

/** Topics for a select, in the order of the tree; those below another one are set in. */
export const topicOptions = (topics: readonly ShownTopic[], locale: Locale) =>
  topics.map((topic) => ({ value: String(topic.id), label: `${topic.parentId === null ? '' : '\u2003'}${topicName(topic, locale)}` }));

/** Chips of the topics at the top, and of those below the chosen one and beside it. */
export function topicChips(topics: readonly ShownTopic[], chosen: string, locale: Locale) {
  const current = topics.find(({ slug }) => slug === chosen);
  const open = current && (current.parentId ?? current.id);
  return topics.filter(({ parentId }) => parentId === null || parentId === open).map((topic) => topicChip(topic, locale));
}

/** All topics with how many events are to come, those of the ones below counted in. */
export function topicTree(topics: readonly ShownTopic[], counts: ReadonlyMap<number, number>, { t, locale, fmt }: Words) {
  const own = (topic: ShownTopic) => counts.get(topic.id) ?? 0;
  const countText = (count: number) => (count > 0 ? t('topics:events', { count, number: fmt.number(count) }) : t('topics:no_events'));
  return topics
    .filter(({ parentId }) => parentId === null)
    .map((root) => {
      const children = topics.filter(({ parentId }) => parentId === root.id);
      const all = [root, ...children].reduce((sum, topic) => sum + own(topic), 0);
      return {
        ...topicChip(root, locale),
        count: countText(all),
        children: children.map((child) => ({ ...topicChip(child, locale), count: fmt.number(own(child)) })),
      };
    });
}

/** What stands at the top of a topic's page: itself, the one above it and those below. */
export function topicPage(topic: ShownTopic, topics: readonly ShownTopic[], { locale }: Words) {
  const parent = topics.find(({ id }) => id === topic.parentId);
  return {
    ...topicChip(topic, locale),
    parent: parent ? topicChip(parent, locale) : null,
    children: topics.filter(({ parentId }) => parentId === topic.id).map((child) => topicChip(child, locale)),
  };
}

/** The rows of the admins' list; those below another one are set in. */
export const topicRows = (topics: readonly (ShownTopic & { position: number })[], { locale }: Words) =>
  topics.map((topic) => ({
    ...topicChip(topic, locale),
    other: topicName(topic, locale === 'ru' ? 'en' : 'ru'),
    position: topic.position,
    isChild: topic.parentId !== null,
    edit: `/admin/topics/${topic.id}/edit`,
    remove: `/admin/topics/${topic.id}/deletion`,
  }));

/** The icons that a topic may have, as choices. */
export const iconOptions = (t: Words['t']) =>
  Object.entries(topicIcons).map(([name, icon]) => ({ value: icon, icon, label: t(`topics:icon.${name}`) }));

/** A topic as the fields of its form. */
export const topicFormValues = (topic: { nameRu: string; nameEn: string; icon: string; position: number; parentId: number | null }) => ({
  name_ru: topic.nameRu,
  name_en: topic.nameEn,
  icon: topicIcon(topic.icon),
  parent_id: String(topic.parentId ?? ''),
  position: String(topic.position),
});
