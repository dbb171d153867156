import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type Editor, openEditor } from './language-service.ts';

// A compiler written in JavaScript takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const file = fileURLToPath(new URL('./fixtures/shop.ts', import.meta.url));
const golden = fileURLToPath(new URL('./hovers.txt', import.meta.url));
const lines = readFileSync(file, 'utf8').split('\n');

/** A place in the fixture that a comment below its line points to. */
interface Mark {
  readonly name: string;
  readonly kind: 'hover' | 'offers';
  readonly offset: number;
}

const offsetOf = (line: number): number => lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);

const marks = lines.flatMap((line, index): Mark[] => {
  const [, kind, name] = /^\/\/ *\^([?|]) (.+)$/.exec(line) ?? [];
  if (kind === undefined || name === undefined) return [];
  const code = lines.findLastIndex((text, at) => at < index && !/^\/\/ *\^/.test(text));
  return [{ name, kind: kind === '?' ? 'hover' : 'offers', offset: offsetOf(code) + line.indexOf('^') }];
});

let editor: Editor;

beforeAll(() => {
  editor = openEditor(file);
});

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '  ');

function shown({ name, kind, offset }: Mark): string {
  if (kind === 'offers') return `${name}\n${indented(editor.offers(offset).join(', '))}\n`;
  const { declaration, documentation } = editor.hover(offset);
  return [name, indented(declaration), ...(documentation === '' ? [] : ['', indented(documentation)]), ''].join('\n');
}

const refused = (): readonly string[] =>
  editor.errors().map(({ line, code, message }) => `${code} ${lines[line - 1]?.trim()}\n${indented(message)}\n`);

describe('what an editor shows of generated code', () => {
  it('is what `hovers.txt` has', () => {
    const text = [...marks.map(shown), ...refused()].join('\n');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, text);
    expect(text, 'UPDATE_GOLDEN=1 writes it anew').toBe(readFileSync(golden, 'utf8'));
  });

  it.each(marks.filter(({ kind }) => kind === 'hover'))('is short for $name', ({ offset }) => {
    const { declaration } = editor.hover(offset);
    expect(declaration).not.toBe('');
    expect(declaration.length <= 200 || declaration.split('\n').length <= 5, declaration).toBe(true);
    expect(declaration.length, declaration).toBeLessThan(320);
  });

  it.each(marks.filter(({ kind }) => kind === 'hover'))(
    'names no type that only helps others for $name',
    ({ offset }) => {
      const helpers =
        /\b(any|never|unknown|Omit|Pick|Simplify|infer|Any\w+|\w+RouteOf|ContextOf|EventOf|SendOf|BuildOf)\b|\.\.\./;
      expect(editor.hover(offset).declaration).not.toMatch(helpers);
    },
  );

  it('has the words of the contract where something is sent, handled and read', () => {
    const documented = (name: string) =>
      editor.hover(marks.find((mark) => mark.name === name)?.offset ?? 0).documentation;
    expect(documented('a send method')).toContain('Starts the life of an order.');
    expect(documented('calling a send method')).toContain('Starts the life of an order.');
    expect(documented('a handler')).toContain('From here on the order can no longer be cancelled.');
    expect(documented('a decimal')).toContain('12.50 is twelve euros fifty');
    expect(documented('the type of a message')).toContain('Version 2 adds the number of parcels');
  });

  it('offers the handlers that are missing, and what a message must have before what it may have', () => {
    const offers = (name: string) => editor.offers(marks.find((mark) => mark.name === name)?.offset ?? 0);
    expect(offers('what to send').slice(0, 3)).toEqual(['key', 'value', 'causationId?']);
    expect(offers('handlers')).toContain('parcelDelivered');
    expect(offers('handlers').every((handler) => !handler.endsWith('?'))).toBe(true);
  });

  it('names the handler that is missing or misspelt', () => {
    const messages = editor.errors().map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringContaining("Property 'orderDispatched' is missing"));
    expect(messages).toContainEqual(expect.stringContaining("Did you mean to write 'orderDispatched'?"));
    expect(messages).toContainEqual(expect.stringContaining("Did you mean to write 'parcelDelivered'?"));
    expect(messages).toContainEqual(
      expect.stringMatching(
        /missing the following properties from type 'OrdersHandlers': orderCancellationRequested, /,
      ),
    );
  });

  it('marks the lines that are wrong, and no others', () => {
    const expected = lines.flatMap((line, index) => {
      const code = / \/\/ (TS\d+)$/.exec(line)?.[1];
      return code === undefined ? [] : [`${index + 1} ${code}`];
    });
    expect(editor.errors().map(({ line, code }) => `${line} ${code}`)).toEqual(expected);
  });
});
