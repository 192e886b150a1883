import { Router } from 'express';
import { feed } from './feed.ts';
import { follows } from './follows.ts';
import { mailSettings } from './mail-settings.ts';
import { notifications } from './notifications.ts';
import { person } from './person.ts';
import { profile } from './profile.ts';

export const people = Router();

people.use(person, feed, profile, follows, notifications, mailSettings);
