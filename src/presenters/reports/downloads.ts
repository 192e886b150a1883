import { SITE_ZONE } from '../../schemas/events.ts';
import type { Words } from '../formatter.ts';

interface ShownDownload {
  id: number;
  title: string;
  createdAt: Date;
  startedAt: Date | null;
}

/** The values of views/reports/downloads.ejs. */
export const downloadRows = (downloads: readonly ShownDownload[], { t, fmt }: Words) =>
  downloads.map(({ id, title, createdAt, startedAt }) => ({
    title,
    state: `${t(startedAt ? 'downloads:being_made' : 'downloads:waiting')}, ${t('downloads:since', { time: fmt.time(startedAt ?? createdAt, SITE_ZONE) })}`,
    cancel: `/reports/downloads/${id}/cancel`,
  }));
