import { createServer } from 'node:http';
import type { Server } from 'node:http';
import supertest from 'supertest';
import type { Response } from 'supertest';
import { afterAll, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { PASSWORD } from './factories.ts';

export type Fields = Record<string, string | number | string[] | undefined>;
export type Headers = Record<string, string>;

/** One visitor of the site with cookies of their own, as a browser without JavaScript; redirects are not followed. */
export interface Browser {
  /** By name, as the site set them; a test may plant its own. */
  cookies: Map<string, string>;
  get(path: string, headers?: Headers): Promise<Response>;
  /** Sends a form with the CSRF token that any page has; `{ _csrf: undefined }` sends it without. */
  post(path: string, fields?: Fields, headers?: Headers): Promise<Response>;
  /** The same with a file, in the field `picture` unless told otherwise, as a form with enctype="multipart/form-data" sends it. */
  upload(path: string, fields: Fields, file: File | null, name?: string): Promise<Response>;
  /** Any method and body, just as given. */
  send(method: string, path: string, body?: string | Buffer, headers?: Headers): Promise<Response>;
  /** Opens the page that an answer redirects to. */
  follow(reply: Response): Promise<Response>;
  /** Logs in through the form; the account is made by `createAccount` or demo data. */
  logIn(email: string, password?: string): Promise<Browser>;
}

export interface TestApp extends Browser {
  /** Where the site listens, for clients other than ours. */
  url: string;
  /** Somebody else, with no cookies yet. */
  guest(): Browser;
}

const running: Server[] = [];

afterAll(async () => {
  await Promise.all(running.splice(0).map((server) => new Promise((resolve) => server.close(resolve).closeAllConnections())));
});

/** Starts the whole site on a free port, over the database of the test file; it is closed when the file is done. */
export async function startApp(): Promise<TestApp> {
  const server = createServer(createApp());
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return Object.assign(browser(server), { url: `http://127.0.0.1:${port}`, guest: () => browser(server) });
}

/** The CSRF token of a page. */
export function tokenIn(html: string): string {
  const input = /<input\b[^>]*name="_csrf"[^>]*>/.exec(html)?.[0] ?? '';
  return /value="([^"]+)"/.exec(input)?.[1] ?? '';
}

function browser(server: Server): Browser {
  const cookies = new Map<string, string>();
  /** Asked for once, also by forms that are sent at the same time. */
  let token: { session: string; value: Promise<string> } | undefined;

  async function send(method: string, path: string, body?: string | Buffer, headers: Headers = {}): Promise<Response> {
    const request = supertest(server)[method.toLowerCase() as 'get'](path);
    // Compressed answers would take a tenth of the tests' time.
    request.set({
      'accept-language': 'ru',
      'accept-encoding': 'identity',
      ...(cookies.size > 0 ? { cookie: cookieHeader(cookies) } : {}),
      ...headers,
    });
    const reply = await (body === undefined ? request : request.send(body));
    keepCookies(cookies, reply);
    return reply;
  }

  async function csrfToken(): Promise<string> {
    const session = cookies.get('sid') ?? '';
    if (token?.session !== session) token = { session, value: askForToken(session) };
    return token.value;
  }

  /** A cookie may be of a session that has ended. */
  async function askForToken(session: string): Promise<string> {
    const own = session ? tokenIn((await send('GET', '/account')).text) : '';
    const value = own || tokenIn((await send('GET', '/login')).text);
    expect(value, 'a page with a form has a CSRF token').not.toBe('');
    return value;
  }

  const self: Browser = {
    cookies,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    async post(path, fields = {}, headers = {}) {
      const all = '_csrf' in fields ? fields : { _csrf: await csrfToken(), ...fields };
      return send('POST', path, formBody(all), { 'content-type': 'application/x-www-form-urlencoded', ...headers });
    },
    async upload(path, fields, file, name = 'picture') {
      const form = new FormData();
      for (const [field, value] of new URLSearchParams(formBody('_csrf' in fields ? fields : { _csrf: await csrfToken(), ...fields }))) {
        form.append(field, value);
      }
      // A browser sends a field of a file even where none was chosen.
      form.append(name, file ?? new File([], ''));
      const whole = new Request('http://own.invalid', { method: 'POST', body: form });
      const type = whole.headers.get('content-type')!;
      return send('POST', path, Buffer.from(await whole.arrayBuffer()), { 'content-type': type });
    },
    follow(reply) {
      expect(reply.headers['location'], `a redirect, not ${reply.status}`).toBeDefined();
      return self.get(reply.headers['location'] as string);
    },
    async logIn(email, password = PASSWORD) {
      const reply = await self.post('/login', { email, password });
      expect(reply.status, `${email} logs in`).toBe(303);
      return self;
    },
  };
  return self;
}

function formBody(fields: Fields): string {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : value === undefined ? [] : [value]) body.append(name, String(one));
  }
  return body.toString();
}

const cookieHeader = (cookies: Map<string, string>) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');

function keepCookies(cookies: Map<string, string>, reply: Response): void {
  for (const line of (reply.headers['set-cookie'] as unknown as string[] | undefined) ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const expires = /;\s*expires=([^;]+)/i.exec(line)?.[1];
    if (value === '' || (expires && new Date(expires) < new Date())) cookies.delete(name);
    else cookies.set(name, value);
  }
}
