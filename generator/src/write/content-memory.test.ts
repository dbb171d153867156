import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { contentHash } from './content-hash.ts';
import { openContentMemory } from './content-memory.ts';

let folder: string;
let file: string;
let memory: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'eventwright-memory-'));
  file = join(folder, 'a file.txt');
  memory = join(folder, 'cache/contents.txt');
  writeFileSync(file, 'one');
});

const later = (): number => Date.now() + 60_000;
const openLater = () => openContentMemory({ file: memory, now: later });

/** What is remembered of the file is another hash from now on; whoever answers with it has not read the file. */
function forge(): string {
  const forged = contentHash('forged');
  writeFileSync(memory, readFileSync(memory, 'utf8').replace(contentHash('one'), forged));
  return forged;
}

describe('the memory of the content of files', () => {
  it('does not read a file again that an earlier process has read', () => {
    const first = openLater();
    expect(first.hashOf(file)).toBe(contentHash('one'));
    first.save();
    const forged = forge();
    expect(openLater().hashOf(file)).toBe(forged);
  });

  it('sees a change that keeps size and modification time', () => {
    const contents = openLater();
    const { atime, mtime } = statSync(file);
    contents.hashOf(file);
    writeFileSync(file, 'two');
    utimesSync(file, atime, mtime);
    expect(contents.hashOf(file)).toBe(contentHash('two'));
  });

  it('sees another file in the place of the first, and none', () => {
    const contents = openLater();
    contents.hashOf(file);
    rmSync(file);
    expect(contents.hashOf(file)).toBeUndefined();
    writeFileSync(file, 'two');
    expect(contents.hashOf(file)).toBe(contentHash('two'));
  });

  it('does not rely on a file that was young when it was read', () => {
    const young = openContentMemory({ file: memory, now: () => statSync(file).ctimeMs + 1_000 });
    young.hashOf(file);
    young.save();
    expect(existsSync(memory)).toBe(false);
  });

  it('forgets files that nobody asks for any more', () => {
    const first = openLater();
    first.hashOf(file);
    first.save();
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'other');
    const second = openLater();
    second.hashOf(other);
    second.save();
    expect(readFileSync(memory, 'utf8')).toMatch(/^\S+ \S+ .*other\.txt\n$/);
  });

  it.each([
    ['cut short', (text: string) => text.slice(0, text.length - 3)],
    ['cut in a stamp', (text: string) => text.slice(0, 80)],
    ['no memory at all', () => '{}\n\u0000\n\n'],
  ])('reads the file where what was remembered is %s', (_what, damage) => {
    const first = openLater();
    first.hashOf(file);
    first.save();
    forge();
    writeFileSync(memory, damage(readFileSync(memory, 'utf8')));
    expect(openLater().hashOf(file)).toBe(contentHash('one'));
  });

  it('goes without where it cannot be kept', () => {
    writeFileSync(join(folder, 'cache'), 'a file in the place of the folder');
    const contents = openLater();
    contents.hashOf(file);
    expect(() => contents.save()).not.toThrow();
  });

  it('knows nothing of what is no file, and waits for no pipe', () => {
    const contents = openLater();
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    mkdirSync(join(folder, 'folder'));
    expect([pipe, join(folder, 'folder'), join(file, 'below')].map(contents.hashOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('drops the byte order mark, as reading text does', () => {
    const marked = join(folder, 'marked.txt');
    writeFileSync(marked, '\ufeff');
    appendFileSync(marked, 'one');
    expect(openLater().hashOf(marked)).toBe(contentHash('one'));
  });
});
