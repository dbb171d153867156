import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonValue } from '@eventwright/avro';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileStore } from './file-store.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'eventwright-registry-')), 'data');
  file = join(folder, 'registry.jsonl');
});

afterEach(() => rm(join(folder, '..'), { recursive: true }));

/** Writes each batch as a line of its own. */
async function write(...batches: readonly (readonly JsonValue[])[]): Promise<void> {
  const store = await openFileStore(folder);
  for (const batch of batches) await store.append(batch);
  await store.close();
}

async function entries(): Promise<readonly JsonValue[]> {
  const store = await openFileStore(folder);
  await store.close();
  return [...store.entries];
}

describe('openFileStore', () => {
  it('makes its folder and begins empty', async () => {
    expect(await entries()).toEqual([]);
  });

  it('gives back what was appended, in order', async () => {
    await write([1, 2], [], ['three', { four: [5, 'ä\n\u2028'] }]);
    await write([6]);
    expect(await entries()).toEqual([1, 2, 'three', { four: [5, 'ä\n\u2028'] }, 6]);
  });

  it('writes what waits for the same sync as one line, in the order of the calls', async () => {
    const store = await openFileStore(folder);
    await Promise.all([1, 2, 3, 4, 5].map((value) => store.append([value])));
    await store.close();
    expect((await readFile(file, 'utf8')).split('\n').length - 1).toBeLessThan(5);
    expect(await entries()).toEqual([1, 2, 3, 4, 5]);
  });

  it('drops a last line that was not finished, at whatever character it broke off, and goes on after it', async () => {
    await write([1], [2]);
    const whole = await readFile(file);
    const lastLine = whole.lastIndexOf('\n', whole.length - 2) + 1;
    for (let length = lastLine; length < whole.length; length++) {
      await writeFile(file, whole.subarray(0, length));
      expect(await entries()).toEqual([1]);
    }
    await write([3]);
    expect(await entries()).toEqual([1, 3]);
  });

  it('drops a tail of zeros, as a file system may leave it after a loss of power', async () => {
    await write([1]);
    await truncate(file, (await readFile(file)).length + 4096);
    expect(await entries()).toEqual([1]);
  });

  it('refuses a damaged line, names it and leaves the file as it is', async () => {
    await write([1], ['second'], [3]);
    const damaged = (await readFile(file, 'utf8')).replace('second', 'sec0nd');
    await writeFile(file, damaged);
    await expect(openFileStore(folder)).rejects.toThrow(
      /STORE_CORRUPT: .*registry\.jsonl:2 \(byte 13\) is not what was/,
    );
    expect(await readFile(file, 'utf8')).toBe(damaged);
    await expect(openFileStore(folder), 'the lock is free again').rejects.toThrow(/STORE_CORRUPT/);
  });

  it('refuses a finished last line that is damaged: it may have been acknowledged', async () => {
    await write([1]);
    await appendFile(file, '00000000 [2]\n');
    await expect(openFileStore(folder)).rejects.toThrow(/registry\.jsonl:2/);
  });

  it('is for one opener at a time', async () => {
    const store = await openFileStore(folder);
    await expect(openFileStore(folder)).rejects.toThrow(`STORE_LOCKED: ${folder} is in use by process ${process.pid}`);
    await store.close();
    await (await openFileStore(folder)).close();
    expect(await readdir(folder)).toEqual(['registry.jsonl']);
  });

  it('keeps what was appended before close and takes nothing after it', async () => {
    const store = await openFileStore(folder);
    const appended = store.append([1]);
    await store.close();
    await appended;
    await expect(store.append([2])).rejects.toThrow(/STORE_CLOSED/);
    await expect(store.settled()).rejects.toThrow(/STORE_CLOSED/);
    expect(await entries()).toEqual([1]);
  });

  it('can be closed twice', async () => {
    const store = await openFileStore(folder);
    await store.close();
    await store.close();
  });

  it('settles when what was appended is in the file', async () => {
    const store = await openFileStore(folder);
    store.append(['kept']);
    await store.settled();
    expect(await readFile(file, 'utf8')).toContain('kept');
    await store.close();
  });
});
