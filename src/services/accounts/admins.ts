import { db } from '../../db.ts';
import { PRIVACY_VERSION } from '../../policies/privacy.ts';
import { hashPassword } from './passwords.ts';

/** Makes the account with this address an admin; false if there is none. */
export async function promoteToAdmin(email: string): Promise<boolean> {
  return (
    (await db.$executeRaw`UPDATE accounts SET role = 'admin', updated_at = now() WHERE lower(email) = lower(${email}) AND deleted_at IS NULL`) ===
    1
  );
}

/** Makes an admin whose address needs no confirming: whoever runs this owns the site. */
export async function createAdmin(email: string, password: string, locale: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  const [firstName = email] = email.split('@');
  await db.account.create({
    data: {
      email,
      passwordHash,
      locale,
      firstName: firstName.slice(0, 100),
      lastName: '',
      role: 'admin',
      emailConfirmedAt: new Date(),
      consentVersion: PRIVACY_VERSION,
    },
    select: { id: true },
  });
}
