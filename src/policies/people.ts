/** Who sees a profile. */
export const visibilities = ['everyone', 'logged_in', 'hidden'] as const;
export type Visibility = (typeof visibilities)[number];

/** Whether somebody (null is a guest) may see what a person says about themselves. Oneself always may. */
export const canSeePerson = (viewerId: number | null, person: { personId: number; visibility: Visibility }): boolean =>
  viewerId === person.personId || person.visibility === 'everyone' || (person.visibility === 'logged_in' && viewerId !== null);
