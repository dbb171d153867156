import { type EventData, type Judgement, judgeChange } from '../src/what-if/judge-change.ts';
import { loadScript } from './load-script.ts';

declare global {
  interface Window {
    /** What the data scripts of events leave behind, by the names of their files. */
    eventwrightEvents?: Record<string, EventData>;
  }
}

const root = document.currentScript?.dataset['root'] ?? '';

document.addEventListener('DOMContentLoaded', start);

function start(): void {
  const tool = document.querySelector('[data-tool="what-if"]');
  const chosen = tool?.querySelector<HTMLSelectElement>('select');
  const text = tool?.querySelector<HTMLTextAreaElement>('textarea');
  const result = tool?.querySelector<HTMLElement>('[role="status"]');
  if (!chosen || !text || !result) return;
  let data: EventData | undefined;
  const judge = (): void => {
    if (data !== undefined) result.replaceChildren(...shown(judgeChange(text.value, data)));
  };
  const choose = async (): Promise<void> => {
    const option = chosen.selectedOptions[0];
    if (option === undefined) return;
    await loadScript(`${root}data/${option.value}.js`);
    data = window.eventwrightEvents?.[option.value];
    text.value = pretty(data?.versions.at(-1)?.text ?? '');
    judge();
    history.replaceState(null, '', `#${encodeURIComponent(option.value)}`);
  };
  const asked = decodeURIComponent(location.hash.slice(1));
  if ([...chosen.options].some(({ value }) => value === asked)) chosen.value = asked;
  chosen.addEventListener('change', () => void choose());
  text.addEventListener('input', judge);
  void choose();
}

const pretty = (json: string): string => JSON.stringify(JSON.parse(json), undefined, 2);

function shown(judgement: Judgement): readonly HTMLElement[] {
  if (judgement.kind === 'unreadable') {
    return [
      verdict('This is no schema yet', 'warns'),
      list(judgement.problems.map(({ message, line }) => (line === undefined ? message : `line ${line}: ${message}`))),
    ];
  }
  const { isAllowed, levels, refusals, changes, warnings, affected } = judgement;
  if (changes.length === 0 && isAllowed) return [verdict('Nothing changed', 'plain')];
  return [
    verdict(isAllowed ? 'CI lets this pass' : 'CI refuses this', isAllowed ? 'good' : 'bad'),
    ...levels.flatMap(({ level, isAllowed: passes, reasons }) =>
      passes ? [] : [heading(`Why not, at ${level}`), list(reasons)],
    ),
    ...(refusals.length === 0 ? [] : [heading('Why not, whatever the level'), list(refusals)]),
    heading('Whom it hits'),
    affected.length === 0
      ? paragraph('Nobody: services in production go on with what they have.')
      : list(affected.map(({ service, why }) => `${service} ${why}`)),
    heading('What changes'),
    list(
      changes.map(({ message, users }) => (users.length === 0 ? message : `${message} (used by ${users.join(', ')})`)),
    ),
    ...(warnings.length === 0 ? [] : [heading('Worth a second look'), list(warnings)]),
    heading('What to do'),
    paragraph(
      isAllowed
        ? 'Put it into a new version: eventwright new version makes the file, eventwright generate the code.'
        : 'Keep what is there and add to it: a new field with a default beside the old one, an alias for a new name, or an event of its own.',
    ),
  ];
}

function verdict(words: string, tone: string): HTMLElement {
  const line = document.createElement('p');
  line.className = `notice ${tone}`;
  line.textContent = words;
  return line;
}

function heading(words: string): HTMLElement {
  const line = document.createElement('h3');
  line.textContent = words;
  return line;
}

function paragraph(words: string): HTMLElement {
  const line = document.createElement('p');
  line.textContent = words;
  return line;
}

function list(lines: readonly string[]): HTMLElement {
  const all = document.createElement('ul');
  all.append(
    ...lines.map((words) => {
      const item = document.createElement('li');
      item.textContent = words;
      return item;
    }),
  );
  return all;
}
