import { db } from '../../db.ts';
import { changePicture } from '../media/save.ts';
import type { PictureChange } from '../media/save.ts';

/**
 * Saves an event with the cover that its form asks for; `save` is given the cover's id, or null for the one that is drawn.
 * @throws RefusedPicture, and whatever `save` throws
 */
export const withCover = <T>(
  event: { organizerId: number; coverId: string | null },
  change: PictureChange,
  save: (coverId: string | null) => Promise<T>,
): Promise<T> => changePicture(db, { accountId: event.organizerId, purpose: 'event', current: event.coverId }, change, save);
