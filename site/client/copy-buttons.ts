/** A button on every block of code; it says when it has copied, also to who cannot see it. */
export function addCopyButtons(): void {
  for (const code of document.querySelectorAll<HTMLElement>('pre[data-copies]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copies';
    button.textContent = 'Copy';
    button.setAttribute('aria-live', 'polite');
    button.addEventListener('click', () => {
      void copy(code.textContent ?? '').then(
        () => tell(button, 'Copied'),
        () => tell(button, 'Select it and copy'),
      );
    });
    code.parentElement?.append(button);
  }
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
}

function tell(button: HTMLButtonElement, words: string): void {
  button.textContent = words;
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 2_000);
}
