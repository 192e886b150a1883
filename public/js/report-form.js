/** Comforts of the form of reports: it works without them. */

/** The list of events says how many are ticked, and is narrowed by typing where it is long. */
function setUpPicker(picker) {
  const items = [...picker.querySelectorAll('label')];
  const chosen = picker.querySelector('[data-picker-chosen]');
  const filter = picker.querySelector('[data-picker-filter]');

  picker.addEventListener('change', () => {
    const count = picker.querySelectorAll('input:checked').length;
    chosen.textContent = count > 0 ? picker.dataset.chosen.replace('#', count) : picker.dataset.all;
  });
  document.addEventListener('click', (event) => {
    if (!picker.contains(event.target)) picker.open = false;
  });
  picker.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    picker.open = false;
    picker.querySelector('summary').focus();
  });

  filter.hidden = items.length < 8;
  filter.addEventListener('input', () => {
    const words = filter.value.toLowerCase().split(/\s+/);
    for (const item of items) item.hidden = !words.every((word) => item.textContent.toLowerCase().includes(word));
  });
  filter.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') event.preventDefault();
  });
}

document.querySelectorAll('[data-picker]').forEach(setUpPicker);
