import type { ComplaintReason } from '../policies/complaints.ts';
import { momentText } from './discussions.ts';
import type { Words } from './formatter.ts';

interface OpenComplaint {
  postId: number;
  reason: ComplaintReason;
  note: string;
  createdAt: Date;
  name: string;
  title: string;
  body: string;
  authorName: string;
  postedAt: Date;
}

/** Complaints that come one post after another, as one thing to decide on for each post. */
export function complaintsByPost(found: readonly OpenComplaint[], words: Words) {
  const { t } = words;
  return [...Map.groupBy(found, ({ postId }) => postId)].map(([id, about]) => {
    const { title, body, authorName, postedAt } = about[0]!;
    return {
      id,
      ...{ title, body },
      line: `${authorName || t('people:deleted')}, ${momentText(postedAt, words)}`,
      complaints: about.map(({ reason, note, name, createdAt }) => ({
        reason: t(`discussions:reason.${reason}`),
        line: t('discussions:complaints.from', { name: name || t('people:deleted'), at: momentText(createdAt, words) }),
        note,
      })),
    };
  });
}
