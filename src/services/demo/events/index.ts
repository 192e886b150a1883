import { eventsOfClubs } from './clubs.ts';
import { eventsOfLibrary } from './library.ts';
import { eventsOfMarina } from './marina.ts';
import { eventsOutdoors } from './outdoors.ts';

export const demoEvents = [...eventsOfMarina, ...eventsOfLibrary, ...eventsOutdoors, ...eventsOfClubs];
