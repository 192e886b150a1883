import { eventsOfClubs } from './clubs.ts';
import { eventsOfLibrary } from './library.ts';
import { eventsOfMarina } from './marina.ts';
import { eventsOutdoors } from './outdoors.ts';
import { webinarEvents } from './webinars.ts';

export const demoEvents = [...eventsOfMarina, ...eventsOfLibrary, ...eventsOutdoors, ...eventsOfClubs, ...webinarEvents];
