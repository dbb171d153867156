/**
 * What a page of `docs serve` runs besides its own scripts. It was made of a state of the site, which it knows, and hears of
 * the current one when it begins to listen and after each change; it loads anew where they differ. It shows what is wrong in
 * the contracts, until that is mended.
 */
export const liveScript = `(() => {
  const { state } = document.currentScript.dataset;
  let overlay;
  const show = (text) => {
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
    if (message.kind === 'problem') show(message.text);
    else if (message.state !== state) location.reload();
    else if (overlay) overlay.close();
  });
})();
`;
