/** Above a table of many rows: a box that leaves the rows that have all words typed. The words stay in the address. */
export function addFilters(): void {
  for (const [index, region] of document.querySelectorAll<HTMLElement>('[data-filtered]').entries()) {
    const rows = [...region.querySelectorAll<HTMLTableRowElement>('tbody tr')];
    if (rows.length < 8) continue;
    const name = index === 0 ? 'filter' : `filter-${index}`;
    const box = document.createElement('input');
    box.type = 'search';
    box.className = 'filter';
    box.placeholder = `Filter ${rows.length} rows`;
    box.setAttribute('aria-label', `Filter: ${region.getAttribute('aria-label') ?? 'table'}`);
    const count = document.createElement('output');
    count.className = 'note';
    box.addEventListener('input', () => {
      apply(rows, box.value, count);
      remember(name, box.value);
    });
    const line = document.createElement('div');
    line.className = 'filter-line';
    line.append(box, count);
    region.before(line);
    box.value = new URLSearchParams(location.search).get(name) ?? '';
    if (box.value !== '') apply(rows, box.value, count);
  }
}

function apply(rows: readonly HTMLTableRowElement[], typed: string, count: HTMLOutputElement): void {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const text = (row.textContent ?? '').toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    if (!row.hidden) shown += 1;
  }
  count.textContent = words.length === 0 ? '' : `${shown} of ${rows.length}`;
}

function remember(name: string, value: string): void {
  const address = new URL(location.href);
  if (value === '') address.searchParams.delete(name);
  else address.searchParams.set(name, value);
  history.replaceState(null, '', address);
}
