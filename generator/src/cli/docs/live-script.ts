/** What a page of `docs serve` runs besides its own scripts: it loads anew when the site has changed, and shows what is wrong. */
export const liveScript = `(() => {
  const show = (text) => {
    let overlay = document.querySelector('dialog.problem');
    if (!overlay) {
      overlay = document.createElement('dialog');
      overlay.className = 'problem search';
      overlay.setAttribute('aria-label', 'What is wrong in the contracts');
      document.body.append(overlay);
    }
    const words = document.createElement('pre');
    words.tabIndex = 0;
    words.textContent = text;
    overlay.replaceChildren(words);
    if (!overlay.open) overlay.showModal();
  };
  const source = new EventSource('/__live');
  source.addEventListener('message', ({ data }) => {
    const message = JSON.parse(data);
    if (message.kind === 'changed') location.reload();
    else show(message.text);
  });
})();
`;
