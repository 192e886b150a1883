/** The question whether to end, over the broadcast that goes on. */
export function setUpEnding(page) {
  const { root } = page;
  const find = (selector) => root.querySelector(selector);
  const dialog = find('#ending');

  find('[data-do="end"]').addEventListener('click', (event) => {
    event.preventDefault();
    dialog.showModal();
    void refresh(event.currentTarget.href);
  });
  find('[data-do="stay"]').addEventListener('click', (event) => {
    event.preventDefault();
    dialog.close();
  });
  find('[data-form="ending"]').addEventListener('submit', async (event) => {
    event.preventDefault();
    const form = event.target;
    page.isEnding = true;
    find('[data-ending-waits]').hidden = false;
    form.querySelector('button').disabled = true;
    find('[data-do="stay"]').hidden = true;
    await page.finish();
    form.submit();
  });

  /** Minutes, viewers and questions left, as they are now. */
  async function refresh(address) {
    const response = await fetch(address).catch(() => null);
    if (!response?.ok) return;
    const facts = new DOMParser().parseFromString(await response.text(), 'text/html').querySelector('[data-ending-facts]');
    if (facts) find('[data-ending-facts]').replaceWith(facts);
  }
}
