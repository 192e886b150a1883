/** The picture of an event or a group: an uploaded one, or the one that is drawn of its motif. */
export interface Cover {
  /** Of views/shared/_picture.ejs; null for a drawn one. */
  mediaId: string | null;
  /** A file that every reader knows, in a middle size. */
  src: string;
}

/** What views/shared/_cover.ejs draws: what lies at the address never changes. */
export function coverOf({ id, coverId, coverMotif }: { id: number; coverId: string | null; coverMotif: string }): Cover {
  if (coverId) return { mediaId: coverId, src: `/media/${coverId}/800.jpg` };
  return { mediaId: null, src: `/covers/${coverMotif || 'gathering'}-${id}.svg` };
}
