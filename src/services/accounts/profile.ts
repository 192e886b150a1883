import { db } from '../../db.ts';

export interface Profile {
  firstName: string;
  lastName: string;
  locale: string;
}

/** Changes what an account says about its person. */
export async function updateProfile(id: number, profile: Profile): Promise<void> {
  await db.account.update({ where: { id }, data: profile, select: { id: true } });
}

/** Remembers the language in which an account wants its pages and mails. */
export async function setLocale(id: number, locale: string): Promise<void> {
  await db.account.updateMany({ where: { id }, data: { locale } });
}

/** Lets a participant run events; other roles stay what they are. */
export async function becomeOrganizer(id: number): Promise<void> {
  await db.account.updateMany({ where: { id, role: 'participant' }, data: { role: 'organizer' } });
}
