import type { DemoCheer, DemoPoll, DemoQuestion } from '../webinars/webinar.ts';
import { someOf } from './audience.ts';
import type { Broadcast } from './audience.ts';
import { insertRows, insertWithIds } from './insert.ts';
import { known } from './world.ts';

/** Asks the questions; most votes for one come soon after it. */
export async function loadQuestions(broadcast: Broadcast, questions: DemoQuestion[], random: () => number): Promise<void> {
  const { tx, eventId, at, viewers, audience, seconds } = broadcast;
  const rows = questions.map(({ at: second, by, text, answeredAt }) => ({
    ...{ eventId, viewerId: known(viewers, by), body: text, at: at(second) },
    answeredAt: answeredAt === undefined ? null : at(answeredAt),
  }));
  const ids = await insertWithIds(tx, 'webinar_questions', rows);
  const votes = questions.flatMap(({ at: second, by, votes: count }, n) =>
    someOf(audience, Math.min(second, seconds - 30), random)
      .filter(({ name }) => name !== by)
      .slice(0, count)
      .map(({ name, to }) => {
        const moment = Math.min(to - 1, second + 2 + random() ** 1.5 * 45);
        return { questionId: ids[n]!, viewerId: known(viewers, name), eventId, at: at(moment) };
      }),
  );
  await insertRows(tx, 'webinar_votes', votes);
}

/** Opens the polls, lets people vote and closes them: an open poll alone takes votes. */
export async function loadPolls({ tx, eventId, at, viewers, audience }: Broadcast, polls: DemoPoll[], random: () => number): Promise<void> {
  const rows = polls.map(({ from, question, options, isMultiple = false }) => ({
    ...{ eventId, question, options, isMultiple, openedAt: at(from), createdAt: at(from) },
  }));
  const ids = await insertWithIds(tx, 'webinar_polls', rows);
  const votes = polls.flatMap((poll, n) => {
    const voters = someOf(audience, poll.from, random);
    return [...choicesOf(poll, voters.length)].map(([voter, choices]) => ({
      ...{ pollId: ids[n]!, viewerId: known(viewers, voters[voter]!.name), eventId, choices },
      at: at(Math.min(voters[voter]!.to - 1, poll.from + 2 + random() * (poll.to - poll.from - 4))),
    }));
  });
  await insertRows(tx, 'webinar_poll_votes', votes);
  for (const [n, { to }] of polls.entries()) await tx.webinarPoll.update({ where: { id: ids[n]! }, data: { closedAt: at(to) } });
}

/** By voter. Of one choice each has theirs; of several, options are given out in turns, so that many have more than one. */
function choicesOf({ counts, isMultiple }: DemoPoll, voters: number): Map<number, number[]> {
  const chosen = new Map<number, number[]>();
  let next = 0;
  for (const [option, count] of counts.entries()) {
    for (let n = 0; n < count; n += 1) {
      const voter = next % (isMultiple ? Math.min(voters, 60) : voters);
      chosen.set(voter, [...(chosen.get(voter) ?? []), option]);
      next += 1;
    }
  }
  return chosen;
}

/** Merged as the site does: one row for a second and a sign. */
export function reactionRows({ eventId, at, seconds }: Broadcast, cheers: DemoCheer[], random: () => number) {
  const sums = new Map<string, { second: number; sign: string; reactions: number }>();
  for (const [from, length, sign, count] of cheers) {
    for (let n = 0; n < count; n += 1) {
      const second = Math.min(seconds - 1, Math.floor(from + random() * length));
      const key = `${second} ${sign}`;
      const row = sums.get(key) ?? { second, sign, reactions: 0 };
      row.reactions += 1;
      sums.set(key, row);
    }
  }
  return [...sums.values()].map(({ second, ...row }) => ({ eventId, at: at(second), ...row }));
}
