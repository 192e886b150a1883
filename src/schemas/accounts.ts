import { z } from 'zod';
import { choice, consent, email, isClean, optionalChoice, requiredLine, sentOnce } from './fields.ts';

const MIN_CHARACTERS = 8;
/** bcrypt cuts the rest off without a word. */
const MAX_BYTES = 72;

const firstName = requiredLine(100, 'accounts:errors.first_name');
const lastName = requiredLine(100, 'accounts:errors.last_name');

/** A password as it was typed: spaces count; the same letters may come composed or not, depending on the keyboard. */
const typedPassword = (missing: string) =>
  sentOnce(missing)
    .min(1, missing)
    .transform((text) => text.normalize('NFKC'));

/** A password that is going to be kept. */
const newPassword = typedPassword('accounts:errors.new_password')
  .refine(isClean, 'forms:characters')
  .refine((text) => [...text].length >= MIN_CHARACTERS, 'accounts:errors.password_short')
  .refine((text) => Buffer.byteLength(text) <= MAX_BYTES, 'accounts:errors.password_long');

export const SignUpForm = z.object({
  role: choice(['participant', 'organizer'], 'accounts:errors.role'),
  first_name: firstName,
  last_name: lastName,
  email,
  password: newPassword,
  consent,
});

export const LogInForm = z.object({ email, password: typedPassword('accounts:errors.password') });

export const ForgotForm = z.object({ email });

export const ResetForm = z.object({ password: newPassword });

export const ChangePasswordForm = z.object({
  current_password: typedPassword('accounts:errors.current_password'),
  password: newPassword,
});

export const ProfileForm = z.object({ first_name: firstName, last_name: lastName, locale: choice(['ru', 'en']) });

export const PreferencesForm = z.object({
  theme: optionalChoice(['light', 'dark', 'auto']),
  locale: optionalChoice(['ru', 'en']),
});

/** What `npm run admin:create` is given. */
export const AdminEmail = email;
export const AdminPassword = newPassword;

/** The last step of leaving: whoever only sits down at an open session cannot take it. */
export const DeletionForm = z.object({ current_password: typedPassword('accounts:errors.current_password') });
