/** Shows one of the notes that take the place of the picture, or the picture itself for ''. */
export function showNote(room, name) {
  for (const note of room.querySelectorAll('[data-note]')) note.hidden = note.dataset.note !== name;
  room.querySelector('[data-player]').hidden = name !== '';
}
