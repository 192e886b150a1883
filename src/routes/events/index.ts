import { Router } from 'express';
import { catalogue } from './catalogue.ts';
import { eventForm } from './form.ts';
import { lifecycle } from './lifecycle.ts';
import { eventShow } from './show.ts';

export const events = Router();

events.use(catalogue);
events.use(eventForm);
events.use(lifecycle);
events.use(eventShow);
