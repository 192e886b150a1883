import { takePlace } from './place.js';

/** The page that a host broadcasts from. The rest is loaded once no other tab of this browser does so, over a page that is up to date. */
const place = await takePlace(document.getElementById('studio').dataset.event);
const { openStudio } = await import('./studio.js');
await openStudio(place);
