import { expect, test } from 'vitest';
import { nextPause } from '../../src/jobs/pace.ts';
import { MAX_ATTEMPTS, pauseAfter } from '../../src/services/mail/backoff.ts';
import { judge } from '../../src/services/mail/verdict.ts';

const HOUR_MS = 60 * 60 * 1000;

test('the pauses between ten tries grow and stay within two days', () => {
  const pauses = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => pauseAfter(index + 1)!);

  expect(MAX_ATTEMPTS).toBe(10);
  expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(48 * HOUR_MS);
  expect(pauseAfter(MAX_ATTEMPTS)).toBeNull();
});

test('rounds follow one another at once while there is a lot, four times a second while there is something, once when idle', () => {
  const round = (claimed: number) => ({ claimed, isUnreachable: false });

  expect(nextPause(250, 20, round(20))).toBe(0);
  expect(nextPause(0, 20, round(3))).toBe(250);
  expect([0, 250, 500, 1000].map((last) => nextPause(last, 20, round(0)))).toEqual([250, 500, 1000, 1000]);
});

test('while nothing gets through the rounds get rare, up to half a minute', () => {
  const trouble = { claimed: 1, isUnreachable: true };

  expect([0, 1000, 16_000, 30_000].map((last) => nextPause(last, 20, trouble))).toEqual([1000, 2000, 30_000, 30_000]);
  expect(nextPause(0, 20, null)).toBe(1000);
});

test.each([
  {
    error: { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550, permanent: true, response: '550 no\r\nsuch user' },
    outcome: 'refused',
  },
  { error: { code: 'EMESSAGE', command: 'DATA', responseCode: 554, permanent: true, response: '554 spam' }, outcome: 'refused' },
  { error: { code: 'EENVELOPE', command: 'API' }, outcome: 'refused' },
  { error: { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450, permanent: false, response: '450 later' }, outcome: 'postponed' },
  {
    error: { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421, permanent: false, response: '421 going down' },
    outcome: 'unreachable',
  },
  {
    error: { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550, permanent: true, response: '550 not you' },
    outcome: 'unreachable',
  },
  { error: { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535, permanent: true, response: '535 secret' }, outcome: 'unreachable' },
  { error: { code: 'ESOCKET', command: 'CONN' }, outcome: 'unreachable' },
  { error: { code: 'EABORT', cause: new DOMException('', 'TimeoutError') }, outcome: 'unreachable' },
  { error: { code: 'EABORT', cause: new DOMException('', 'AbortError') }, outcome: 'interrupted' },
])('$error.code $error.command $error.responseCode means $outcome', ({ error, outcome }) => {
  const verdict = judge(error);

  expect(verdict.outcome).toBe(outcome);
  expect(verdict.error).not.toMatch(/[\r\n]|secret|not you/);
});
