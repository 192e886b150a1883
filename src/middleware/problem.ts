import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { config } from '../config.ts';
import { DomainError, NotFound } from '../errors.ts';
import { translator } from '../i18n.ts';
import { logger } from '../logger.ts';
import { page } from '../page.ts';
import { formatter } from '../presenters/formatter.ts';

/** What is told of an error: a key of locales/errors.json and its parameters. */
interface Problem {
  status: number;
  code: string;
  params: Record<string, unknown>;
}

/** Errors of Express's own parsers carry a status. */
const codes: Record<number, string> = { 400: 'bad_request', 413: 'too_large', 415: 'unsupported_media_type' };
const ownViews = [403, 404, 429, 500];

function describe(error: unknown): Problem {
  if (error instanceof DomainError) return error;
  const { status = 500, code } = (error ?? {}) as { status?: number; code?: unknown };
  if (status === 403 && code === 'csrf') return { status, code: 'stale_form', params: {} };
  const known = codes[status];
  return known ? { status, code: known, params: {} } : { status: 500, code: 'internal', params: {} };
}

/**
 * What was typed into a form that came with a stale token, to be sent again by hand. Only for a form of our own page:
 * somebody else's page must not get a prepared form of ours.
 */
function typedFields(req: Request, code: string): { name: string; value: string }[] | null {
  if (code !== 'stale_form' || req.method !== 'POST' || req.headers['sec-fetch-site'] !== 'same-origin' || !req.body) return null;
  return Object.entries(req.body as Record<string, unknown>)
    .filter(([name]) => name !== '_csrf' && !name.includes('password'))
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => ({ name, value: String(one) })));
}

/** What a page needs of its request; an error may come before the middleware that knows better. */
function completeLocals(req: Request, res: Response): void {
  const locale = res.locals.locale ?? config.defaultLocale;
  const plain = { locale, t: translator(locale), fmt: formatter(locale), theme: '', account: null, flash: null, csrfToken: '' };
  for (const [name, value] of Object.entries({ ...plain, currentPath: req.originalUrl })) {
    if (!(name in res.locals)) Object.assign(res.locals, { [name]: value });
  }
}

function answer(req: Request, res: Response, described: Problem): void {
  completeLocals(req, res);
  if (req.accepts(['html', 'json']) === 'json') answerScript(res, described);
  else answerPage(req, res, described);
}

/** RFC 9457, for a script of ours that asked for data. */
function answerScript(res: Response, { status, code, params }: Problem): void {
  const { t } = res.locals;
  const told = { title: t(`errors:${code}.title`, params), detail: t(`errors:${code}.text`, params), status, code };
  res.status(status).type('application/problem+json').send(JSON.stringify(told));
}

function answerPage(req: Request, res: Response, { status, code, params }: Problem): void {
  const { t, requestId } = res.locals;
  const fields = typedFields(req, code);
  page(res.status(status), `errors/${ownViews.includes(status) ? status : 'problem'}`, {
    title: t(`errors:${code}.title`, params),
    text: t(`errors:${code}.text`, params),
    status,
    noindex: true,
    requestId,
    retry: fields && { action: req.originalUrl, fields },
  });
}

/** For when even the page of an error fails. */
function answerPlainly(res: Response, error: unknown): void {
  logger.error({ event: 'error.page', requestId: res.locals.requestId, err: error });
  res
    .status(500)
    .type('text/plain')
    .send(`500 ${res.locals.requestId ?? ''}`);
}

export const notFound: RequestHandler = () => {
  throw new NotFound();
};

/** The only place that turns an error into an answer. A download that has begun is cut, so that it looks as failed as it is. */
export const problem: ErrorRequestHandler = (error: unknown, req, res, next) => {
  const left = (error as { code?: unknown } | null)?.code === 'ERR_STREAM_PREMATURE_CLOSE';
  const described = describe(error);
  if (left) logger.info({ event: 'reader.left', requestId: res.locals.requestId });
  else if (described.status >= 500) logger.error({ event: 'error', requestId: res.locals.requestId, err: error });
  if (res.headersSent || left) return next(error);
  if (described.status === 429) res.set('Retry-After', String(Number(described.params['count'] ?? 1) * 60));
  try {
    answer(req, res, described);
  } catch (failure) {
    answerPlainly(res, failure);
  }
};
