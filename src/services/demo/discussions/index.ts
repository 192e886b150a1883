import { talkInClubs } from './clubs.ts';
import type { DemoDiscussion } from './discussion.ts';
import { talkOnFood } from './food.ts';
import { talkOnJazz } from './jazz.ts';
import { talkInLibrary } from './library.ts';
import { talkOutdoors } from './outdoors.ts';
import { talkOnTech } from './tech.ts';

export const demoDiscussions: DemoDiscussion[] = [
  ...talkOnJazz,
  ...talkOnTech,
  ...talkOnFood,
  ...talkInLibrary,
  ...talkOutdoors,
  ...talkInClubs,
];
