import { Router } from 'express';
import { coming } from './coming.ts';
import { desk } from './desk.ts';
import { eventRating } from './event-rating.ts';
import { participants } from './participants.ts';
import { reviews } from './reviews.ts';

/** Ratings of events and of those who came. */
export const ratings = Router();

ratings.use(eventRating, coming, participants, reviews, desk);
