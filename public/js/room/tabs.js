/** Changes tabs without loading the page: the picture goes on. */
export function setUpTabs(room) {
  const tabs = [...room.querySelectorAll('[data-tab]')];
  const panels = [...room.querySelectorAll('.chat-panel [data-panel]')];
  for (const tab of tabs) {
    tab.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      for (const one of tabs) one.toggleAttribute('aria-current', one === tab);
      tab.setAttribute('aria-current', 'page');
      for (const panel of panels) panel.hidden = panel.dataset.panel !== tab.dataset.tab;
      history.replaceState(null, '', tab.href);
    });
  }
}
