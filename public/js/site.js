/** Small comforts. Every page works without this file. */

/** A form with errors is read from its summary on. */
function focusSummary() {
  document.querySelector('[data-autofocus]')?.focus();
}

/** A button with data-copy, hidden without script, puts that text on the clipboard and says so for a moment. */
function setUpCopying(button) {
  if (!navigator.clipboard) return;
  const label = button.querySelector('[data-copy-label]') ?? button;
  const words = label.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    label.textContent = button.dataset.copied;
    setTimeout(() => (label.textContent = words), 2000);
  });
}

/** A checkbox with data-select-all="id", hidden without script, ticks the boxes of that name in its form. */
function setUpSelectAll(all) {
  const boxes = [...all.form.querySelectorAll(`input[name="${all.dataset.selectAll}"]`)];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = boxes.length > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && !all.checked;
  };
  all.hidden = false;
  all.addEventListener('change', () => boxes.forEach((box) => (box.checked = all.checked)));
  boxes.forEach((box) => box.addEventListener('change', show));
  show();
}

/** Tabs and chips that scroll sideways on a phone show the current one; the page itself stays where it is. */
function showCurrent(current) {
  const row = current.parentElement;
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}

focusSummary();
document.querySelectorAll('.tabs > [aria-current], .choices-scroll > [aria-current]').forEach(showCurrent);
document.querySelectorAll('[data-copy]').forEach(setUpCopying);
document.querySelectorAll('[data-select-all]').forEach(setUpSelectAll);
