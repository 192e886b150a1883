import type { Response } from 'express';
import { TooManyRequests } from '../../errors.ts';
import { accountOf } from '../../middleware/current-account.ts';
import { rateLimit } from '../../middleware/rate-limit.ts';
import { withError } from '../../schemas/form.ts';
import type { Form, ParsedForm } from '../../schemas/form.ts';
import { WritingRefused } from '../../services/discussions/write.ts';

const posting = rateLimit({ name: 'post', tries: 10, minutes: 1 });

/** What became of a form with words in it: saved, or to be shown again with what was typed, perhaps with a preview in Markdown. */
type Written<T> = { ok: true; id: T } | { ok: false; status: number; form: Form; preview: string };

/** Saves what was written, unless the form is wrong, only a preview was asked for, or the author may not write, or not so much. */
export async function written<D extends { body: string; preview: boolean }, T>(
  res: Response,
  form: ParsedForm<D>,
  save: (data: D) => Promise<T>,
): Promise<Written<T>> {
  if (!form.ok) return { ok: false, status: 422, form, preview: '' };
  if (form.data.preview) return { ok: false, status: 200, form, preview: form.data.body };
  try {
    await posting.take(String(accountOf(res).id));
    return { ok: true, id: await save(form.data) };
  } catch (error) {
    if (error instanceof TooManyRequests) return again(res, form, error.status, 'discussions:errors.too_often');
    if (error instanceof WritingRefused) return again(res, form, error.status, `errors:${error.code}.text`);
    throw error;
  }
}

const again = (res: Response, form: Form, status: number, key: string) => ({
  ok: false as const,
  status,
  form: withError(form, 'body', res.locals.t(key)),
  preview: '',
});
