import { newsChannels, newsKinds } from '../policies/notifications.ts';
import type { NewsKind } from '../policies/notifications.ts';
import type { Words } from './formatter.ts';

/** The kinds of news as rows of a table; a way by which a kind never comes has no checkbox. */
export function newsRows({ byMail, onSite }: Record<'byMail' | 'onSite', readonly NewsKind[]>, { t }: Pick<Words, 't'>) {
  const box = (kind: NewsKind, name: 'mail' | 'site', wanted: readonly NewsKind[]) => ({
    name,
    value: kind,
    label: t(`people:mail.${name}`),
    isOn: wanted.includes(kind),
    isOffered: newsChannels[kind].includes(name),
  });
  return newsKinds.map((kind) => ({
    title: t(`people:mail.kinds.${kind}`),
    hint: t(`people:mail.hints.${kind}`),
    boxes: [box(kind, 'mail', byMail), box(kind, 'site', onSite)],
  }));
}
