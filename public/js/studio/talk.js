import { setUpChat } from '../room/chat.js';
import { sendForms } from '../room/forms.js';
import { setUpPolls } from '../room/polls.js';
import { setUpQuestions } from '../room/questions.js';
import { setUpSilenced } from '../room/silenced.js';
import { openStream } from '../room/stream.js';
import { setUpTabs } from '../room/tabs.js';

/** Chat, questions and polls of the room, as they are there; gives what happens in it. */
export function setUpTalk(root) {
  const stream = openStream(`${root.dataset.path}/events?after=${root.dataset.after}`);
  setUpTabs(root);
  sendForms(root);
  setUpSilenced(root, stream);
  setUpChat(root, stream);
  setUpQuestions(root, stream);
  setUpPolls(root, stream);
  return stream;
}
