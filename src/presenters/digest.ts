import { excerptOf } from '../formats/markdown.ts';
import type { Words } from './formatter.ts';

interface DigestTopic {
  groupId: number;
  groupName: string;
  groupSlug: string;
  title: string;
  posts: number;
  firstId: number;
  newestName: string;
  newestBody: string;
}

const MOST_GROUPS = 10;
const MOST_TOPICS = 5;

/** Values of views/mail/group-digest: a long day is told of in short. */
export function digestMail(topics: readonly DigestTopic[], words: Words, baseUrl: string) {
  const groups = [...Map.groupBy(topics, ({ groupId }) => groupId).values()];
  return {
    posts: words.t('mail:group-digest.posts', { count: topics.reduce((sum, { posts }) => sum + posts, 0) }),
    groups: groups.slice(0, MOST_GROUPS).map((one) => groupPart(one, words, baseUrl)),
    moreGroups: groups.length > MOST_GROUPS ? words.t('mail:group-digest.more_groups', { count: groups.length - MOST_GROUPS }) : '',
  };
}

function groupPart(topics: readonly DigestTopic[], { t }: Words, baseUrl: string) {
  const { groupName, groupSlug } = topics[0]!;
  return {
    name: groupName,
    url: `${baseUrl}/groups/${groupSlug}/discussions`,
    topics: topics.slice(0, MOST_TOPICS).map(({ title, posts, firstId, newestName, newestBody }) => ({
      title,
      url: `${baseUrl}/posts/${firstId}`,
      posts: t('mail:group-digest.posts', { count: posts }),
      excerpt: [newestName, excerptOf(newestBody)].filter(Boolean).join(': '),
    })),
    more: topics.length > MOST_TOPICS ? t('mail:group-digest.more_topics', { count: topics.length - MOST_TOPICS }) : '',
  };
}
