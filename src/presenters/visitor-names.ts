import type { Translate } from '../i18n.ts';
import { isGone } from '../policies/privacy.ts';

interface Named {
  firstName: string;
  lastName: string;
}

/** «Анна Круглова»; whoever has deleted their account has no name any more. */
export const fullName = ({ firstName, lastName }: Named, t: Translate): string => `${firstName} ${lastName}`.trim() || t('people:deleted');

/** «Круглова Анна», as lists sort them. */
export const listName = ({ firstName, lastName }: Named, t: Translate): string => fullName({ firstName: lastName, lastName: firstName }, t);

/** An address that mail reaches, or '' for that of somebody who has left. */
export const liveEmail = (email: string): string => (isGone(email) ? '' : email);
