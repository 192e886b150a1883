import type { ReactionSign } from '../../../policies/webinars.ts';

/** What was said and done while a talk was on air; all times are seconds of the recording. */
export interface DemoWebinar {
  /** The title of its event. */
  event: string;
  /** Who talks and who minds the chat: co-hosts beside the organizer. */
  hosts: string[];
  /** So long after the announced beginning it went on air. */
  lateSeconds: number;
  chapters: [second: number, title: string][];
  /** The host's button: when it was pressed. */
  moments: [second: number, title: string][];
  messages: DemoMessage[];
  questions: DemoQuestion[];
  polls: DemoPoll[];
  cheers: DemoCheer[];
}

export type DemoMessage = [second: number, by: string, text: string];

export interface DemoQuestion {
  at: number;
  by: string;
  text: string;
  votes: number;
  answeredAt?: number;
}

export interface DemoPoll {
  from: number;
  to: number;
  question: string;
  options: string[];
  /** How many chose each option. */
  counts: number[];
  isMultiple?: true;
}

/** So many reactions of a kind, spread over some seconds. */
export type DemoCheer = [from: number, seconds: number, sign: ReactionSign, count: number];
