import type { z } from 'zod';
import type { Translate } from '../i18n.ts';
import { NotFound } from '../errors.ts';
import type { InvalidField } from '../errors.ts';

export type FieldErrors = Record<string, string>;

/** What a view needs to draw a form: what was typed and what is wrong with it, by field name. */
export interface Form {
  values: Record<string, string>;
  errors: FieldErrors;
}

export type ParsedForm<T> = ({ ok: true; data: T } | { ok: false; data: undefined }) & Form;

/** A form as it is first shown. */
export const blankForm = (values: Record<string, string> = {}): Form => ({ values, errors: {} });

/** What was typed, to be shown again: the last of several values, nothing of passwords. */
function typedValues(input: unknown): Record<string, string> {
  const typed = Object.entries((input ?? {}) as Record<string, unknown>).filter(([name]) => !/password|^_csrf$/.test(name));
  return Object.fromEntries(
    typed.map(([name, value]) => [
      name,
      (Array.isArray(value) ? value : [value])
        .filter((one) => typeof one === 'string')
        .join(', ')
        .toWellFormed(),
    ]),
  );
}

/**
 * Checks a posted form or a query string against a schema. The messages of a schema are keys of the texts; the limits of the
 * failed check (minimum, maximum, …) are their parameters. The first error of a field wins.
 */
export function parseForm<S extends z.ZodType>(schema: S, input: unknown, t: Translate): ParsedForm<z.output<S>> {
  const values = typedValues(input);
  const result = schema.safeParse(input ?? {});
  if (result.success) return { ok: true, data: result.data, values, errors: {} };

  const errors: FieldErrors = {};
  for (const issue of result.error.issues) {
    const key = issue.message.includes(':') && !issue.message.includes(' ') ? issue.message : 'forms:invalid';
    errors[String(issue.path[0] ?? 'form')] ??= t(key, {
      ...issue,
      ...(issue.code === 'custom' ? issue.params : {}),
      count: limitOf(issue),
    });
  }
  return { ok: false, data: undefined, values, errors: inPageOrder(errors, Object.keys(input ?? {})) };
}

/** Errors in the order in which the fields came, which is that of the page; those of fields that did not come are last. */
function inPageOrder(errors: FieldErrors, names: string[]): FieldErrors {
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.fromEntries(Object.entries(errors).toSorted(([a], [b]) => place(a) - place(b)));
}

const limitOf = (issue: z.core.$ZodIssue) => Number('maximum' in issue ? issue.maximum : 'minimum' in issue ? issue.minimum : 0);

/** Adds a rule that only the data knows to a form that was fine by itself. */
export const withError = (form: Form, field: string, message: string): Form => ({
  values: form.values,
  errors: { ...form.errors, [field]: message },
});

/** What the data refused, beside its field: <feature>:refused.<code>, and for pictures the same words everywhere. */
export const withRefusal = (form: Form, { field, code, params }: InvalidField, feature: string, t: Translate): Form =>
  withError(form, field, t(field === 'picture' ? `errors:${code}.text` : `${feature}:refused.${code}`, params));

/**
 * An id out of an address.
 * @throws NotFound for anything that cannot be the id of a row
 */
export function idOf(text: unknown): number {
  const id = typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  if (id < 1 || id > 2_147_483_647) throw new NotFound();
  return id;
}
