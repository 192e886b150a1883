/** A copy of what the server draws for a thing that has just come to be. */
export function copyOf(room, name) {
  return room.querySelector(`template[data-template="${name}"]`).content.firstElementChild.cloneNode(true);
}

/** Puts ids into the addresses of its forms, and into what menus are called by. */
export function putIds(element, ids) {
  for (const form of element.querySelectorAll('form')) {
    for (const [word, id] of Object.entries(ids)) form.setAttribute('action', form.getAttribute('action').replace(word, id));
  }
}

/** Round picture of a name, as the server draws it: initials on one of five tints. */
export function drawAvatar(avatar, name) {
  const words = name.split(/\s+/).filter(Boolean).slice(0, 2);
  const tint = ([...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 5) + 1;
  avatar.className = `avatar avatar-${tint} avatar-s`;
  avatar.textContent = words.map((word) => [...word][0].toUpperCase()).join('');
}

export const timeIn = (zone) => {
  const format = new Intl.DateTimeFormat('ru', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  return (iso) => format.format(new Date(iso));
};
