/** The account of a request, as much of it as pages and policies need. */
export interface CurrentAccount {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  role: 'participant' | 'organizer' | 'admin';
  locale: string;
  emailConfirmed: boolean;
  avatarId: string | null;
  /** New notices; counted to 100. */
  unread: number;
}

export const isAdmin = (account: Pick<CurrentAccount, 'role'> | null): boolean => account?.role === 'admin';

/** Organizers run events of their own; admins run everybody's. */
export const canOrganize = (account: CurrentAccount | null): account is CurrentAccount =>
  account?.role === 'organizer' || account?.role === 'admin';

/** Whose events, visitors and money an account may work with: its own, or everybody's (null) for an admin. */
export const ownedBy = (account: CurrentAccount): number | null => (account.role === 'admin' ? null : account.id);
