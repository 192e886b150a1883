import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { DomainError, NotFound } from '../errors.ts';
import { logger } from '../logger.ts';
import { page } from '../page.ts';

/** What went wrong, as a status and a key of locales/errors.json. Errors of Express's own parsers carry a status too. */
function describe(error: unknown): { status: number; code: string; params: Record<string, unknown> } {
  if (error instanceof DomainError) return error;
  const { status, code } = error as { status?: unknown; code?: unknown };
  if (status === 403 && code === 'csrf') return { status: 403, code: 'stale_form', params: {} };
  if (status === 400) return { status: 400, code: 'bad_request', params: {} };
  if (status === 413) return { status: 413, code: 'too_large', params: {} };
  if (status === 415) return { status: 415, code: 'unsupported_media_type', params: {} };
  return { status: 500, code: 'internal', params: {} };
}

/**
 * What was typed into a form that came with a stale token, to be sent again by hand. Only for a form of our own page:
 * somebody else's page must not get a prepared form of ours.
 */
function typedFields(req: Request, code: string): { name: string; value: string }[] | null {
  if (code !== 'stale_form' || req.headers['sec-fetch-site'] !== 'same-origin' || !req.body) return null;
  return Object.entries(req.body as Record<string, unknown>)
    .filter(([name]) => name !== '_csrf' && !name.includes('password'))
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => ({ name, value: String(one) })));
}

function answer(req: Request, res: Response, problem: { status: number; code: string; params: Record<string, unknown> }): void {
  const { status, code, params } = problem;
  const { t } = res.locals;
  const view = status === 403 || status === 404 || status === 429 || status === 500 ? String(status) : 'problem';
  const fields = typedFields(req, code);
  page(res.status(status), `errors/${view}`, {
    title: t(`errors:${code}.title`, params),
    text: t(`errors:${code}.text`, params),
    status,
    noindex: true,
    requestId: res.locals.requestId,
    retry: fields && { action: req.originalUrl, fields },
  });
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
  answer(req, res, described);
};
