import type { Locale } from '../i18n.ts';

const topicIcons: Record<string, string> = {
  music: 'music-note-beamed',
  lectures: 'book',
  tech: 'cpu',
  training: 'person-arms-up',
  sport: 'bicycle',
  cinema: 'film',
  art: 'palette',
  social: 'chat-heart',
  city: 'buildings',
  food: 'cup-hot',
  other: 'calendar-event',
};

/** A topic as a chip: its name in the language of the page and an icon that the site has. */
export const topicChip = (topic: { slug: string; nameRu: string; nameEn: string }, locale: Locale) => ({
  slug: topic.slug,
  href: `/events?topic=${topic.slug}`,
  label: locale === 'ru' ? topic.nameRu : topic.nameEn,
  icon: topicIcons[topic.slug] ?? topicIcons.other,
});
