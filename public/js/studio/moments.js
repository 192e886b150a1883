import { out } from './page.js';
import { post } from './post.js';
import { clock, say } from './words.js';

/** Marks what was good, without leaving the page; shows what a co-host has marked too. */
export function setUpMoments(root, stream) {
  const show = (title, at) => out('moment', say(title ? 'last_moment_named' : 'last_moment', { title, clock: at }));
  stream.on('moment', ({ title, second }) => show(title, clock(second)));

  root.querySelector('[data-form="moment"]').addEventListener('submit', async (event) => {
    event.preventDefault();
    const field = event.target.elements.title;
    try {
      const moment = await post('moments', { title: field.value });
      field.value = '';
      show(moment.title, moment.clock);
    } catch {
      out('moment', say('moment_failed'));
    }
  });
}
