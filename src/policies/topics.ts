/** Icons that a topic may have, by the words that name them. */
export const topicIcons = {
  calendar: 'calendar-event',
  note: 'music-note-beamed',
  notes: 'music-note-list',
  record: 'vinyl',
  book: 'book',
  hourglass: 'hourglass-split',
  chip: 'cpu',
  code: 'code-slash',
  posture: 'person-arms-up',
  languages: 'translate',
  bicycle: 'bicycle',
  stopwatch: 'stopwatch',
  signpost: 'signpost-split',
  film: 'film',
  palette: 'palette',
  ticket: 'ticket-perforated',
  scissors: 'scissors',
  chat: 'chat-heart',
  dice: 'dice-5',
  buildings: 'buildings',
  map: 'map',
  cup: 'cup-hot',
  camera: 'camera',
  tools: 'tools',
  tree: 'tree',
  flower: 'flower1',
  trophy: 'trophy',
  rocket: 'rocket',
  mortarboard: 'mortarboard',
  briefcase: 'briefcase',
};

const known = new Set(Object.values(topicIcons));

/** The icon of a topic, or a plain one where the site has none of that name. */
export const topicIcon = (icon: string): string => (known.has(icon) ? icon : topicIcons.calendar);
