import { Router } from 'express';
import type { Request, Response } from 'express';
import { InvalidField } from '../../errors.ts';
import { rateLimit } from '../../middleware/rate-limit.ts';
import { idOf, parseForm, withError } from '../../schemas/form.ts';
import type { Form } from '../../schemas/form.ts';
import { MarkForm, PollForm, PollVoteForm, ReactionForm, SayingForm, SwitchForm, TalkRulesForm } from '../../schemas/webinar-talk.ts';
import type { RoomTab } from '../../schemas/webinar-talk.ts';
import { hideMessage, postMessage } from '../../services/webinars/talk/messages.ts';
import { muteViewer, removeViewer, setTalkRules } from '../../services/webinars/talk/moderation.ts';
import { closePoll, openPoll, votePoll } from '../../services/webinars/talk/polls.ts';
import { askQuestion, markQuestion, voteForQuestion } from '../../services/webinars/talk/questions.ts';
import { react } from '../../services/webinars/talk/reactions.ts';
import { hostOf, insiderOf } from './insider.ts';
import type { Insider } from './insider.ts';
import { showRoom } from './room.ts';

/** What people in a room say and do, by forms; the page's script sends the same ones, and hears of the rest by the event stream. */
export const webinarTalk = Router();

const sayings = rateLimit({ name: 'webinar-say', tries: 40, minutes: 1 });
const votes = rateLimit({ name: 'webinar-vote', tries: 120, minutes: 1 });

webinarTalk.post('/webinars/:id/messages', async (req, res) => {
  await say(req, res, 'chat', (insider, body) => postMessage(insider.eventId, insider.pass.viewerId, body));
});

webinarTalk.post('/webinars/:id/questions', async (req, res) => {
  await say(req, res, 'questions', (insider, body) => askQuestion(insider.eventId, insider.pass.viewerId, body));
});

webinarTalk.post('/webinars/:id/questions/:questionId/votes', async (req, res) => {
  const insider = await insiderOf(req, res);
  const form = parseForm(SwitchForm, req.body, res.locals.t);
  if (!form.ok) return refuse(req, res, insider, 'questions', form);
  await votes.take(String(insider.pass.viewerId));
  await voteForQuestion(insider.eventId, idOf(req.params.questionId), insider.pass.viewerId, form.data.set);
  done(req, res, insider, 'questions');
});

webinarTalk.post('/webinars/:id/reactions', async (req, res) => {
  const insider = await insiderOf(req, res);
  const form = parseForm(ReactionForm, req.body, res.locals.t);
  if (!form.ok) return refuse(req, res, insider, 'chat', form);
  if (mayReact(insider.pass.viewerId)) react(insider.eventId, form.data.sign);
  done(req, res, insider, 'chat');
});

webinarTalk.post('/webinars/:id/polls/:pollId/votes', async (req, res) => {
  const insider = await insiderOf(req, res);
  const form = parseForm(PollVoteForm, req.body, res.locals.t);
  if (!form.ok) return refuse(req, res, insider, 'poll', form);
  await votes.take(String(insider.pass.viewerId));
  await votePoll(insider.eventId, idOf(req.params.pollId), insider.pass.viewerId, form.data.choices);
  done(req, res, insider, 'poll');
});

webinarTalk.post('/webinars/:id/messages/:messageId/hiding', async (req, res) => {
  const host = await hostOf(req, res);
  await hideMessage(host.eventId, idOf(req.params.messageId));
  done(req, res, host, 'chat');
});

webinarTalk.post('/webinars/:id/questions/:questionId/mark', async (req, res) => {
  const host = await hostOf(req, res);
  const form = parseForm(MarkForm, req.body, res.locals.t);
  if (!form.ok) return refuse(req, res, host, 'questions', form);
  await markQuestion(host.eventId, idOf(req.params.questionId), form.data.mark, form.data.set);
  done(req, res, host, 'questions');
});

webinarTalk.post('/webinars/:id/polls', async (req, res) => {
  const host = await hostOf(req, res);
  const form = parseForm(PollForm, req.body, res.locals.t);
  if (!form.ok) return refuse(req, res, host, 'poll', form);
  const { question, options, is_multiple: isMultiple } = form.data;
  await openPoll(host.eventId, { question, options, isMultiple });
  done(req, res, host, 'poll');
});

webinarTalk.post('/webinars/:id/polls/:pollId/closure', async (req, res) => {
  const host = await hostOf(req, res);
  await closePoll(host.eventId, idOf(req.params.pollId));
  done(req, res, host, 'poll');
});

webinarTalk.post('/webinars/:id/viewers/:viewerId/mute', async (req, res) => {
  await switchViewer(req, res, muteViewer);
});

webinarTalk.post('/webinars/:id/viewers/:viewerId/removal', async (req, res) => {
  await switchViewer(req, res, removeViewer);
});

webinarTalk.post('/webinars/:id/rules', async (req, res) => {
  const host = await hostOf(req, res);
  const form = parseForm(TalkRulesForm, req.body, res.locals.t);
  if (!form.ok) return refuse(req, res, host, 'chat', form);
  const { slow_mode: slowModeSeconds, blocked_words: blockedWords } = form.data;
  await setTalkRules(host.eventId, { slowModeSeconds, blockedWords });
  done(req, res, host, 'chat');
});

/** A message or a question. What the hosts do not want is told beside the field, with what was typed. */
async function say(req: Request, res: Response, tab: RoomTab, keep: (insider: Insider, body: string) => Promise<unknown>): Promise<void> {
  const { t } = res.locals;
  const insider = await insiderOf(req, res);
  const form = parseForm(SayingForm, req.body, t);
  if (!form.ok) return refuse(req, res, insider, tab, form);
  await sayings.take(String(insider.pass.viewerId));
  try {
    await keep(insider, form.data.body);
  } catch (error) {
    if (!(error instanceof InvalidField)) throw error;
    return refuse(req, res, insider, tab, withError(form, error.field, t(`webinars:refused.${error.code}`, error.params)));
  }
  done(req, res, insider, tab);
}

async function switchViewer(req: Request, res: Response, change: (eventId: number, viewerId: number, isSet: boolean) => Promise<void>) {
  const host = await hostOf(req, res);
  const form = parseForm(SwitchForm, req.body, res.locals.t);
  if (!form.ok) return refuse(req, res, host, 'chat', form);
  await change(host.eventId, idOf(req.params['viewerId']), form.data.set);
  done(req, res, host, 'chat');
}

/** The script of the page asks for data; a form without script for a page. */
const isByScript = (req: Request): boolean => req.accepts(['html', 'json']) === 'json';

function done(req: Request, res: Response, { eventId }: Insider, tab: RoomTab): void {
  if (isByScript(req)) res.status(204).end();
  else res.redirect(303, `/webinars/${eventId}?tab=${tab}`);
}

async function refuse(req: Request, res: Response, insider: Insider, tab: RoomTab, form: Form): Promise<void> {
  res.status(422);
  if (isByScript(req)) return void res.json({ errors: form.errors });
  await showRoom(res, insider, { tab, form });
}

const BURST = 12;
const BURST_MS = 4000;
const bursts = new Map<number, { since: number; count: number }>();

/** More than hands can clap is not counted. */
function mayReact(viewerId: number, now = Date.now()): boolean {
  const known = bursts.get(viewerId);
  const burst = known && now - known.since < BURST_MS ? known : { since: now, count: 0 };
  if (bursts.size > 10_000) bursts.clear();
  bursts.set(viewerId, { ...burst, count: burst.count + 1 });
  return burst.count < BURST;
}
