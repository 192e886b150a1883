import { Router } from 'express';
import { eventRating } from './event-rating.ts';
import { participants } from './participants.ts';

/** Ratings of events and of those who came. */
export const ratings = Router();

ratings.use(eventRating, participants);
