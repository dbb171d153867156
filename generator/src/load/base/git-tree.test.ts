import { describe, expect, it } from 'vitest';
import { BaseProblem } from './base-problem.ts';
import type { Git, GitResult } from './git.ts';
import { listTree, readBlobs } from './git-tree.ts';

/** A git that always gives this. */
const gitThatGives =
  (result: Partial<GitResult> & { readonly text?: string }): Git =>
  async () => ({ exitCode: 0, stdout: Buffer.from(result.text ?? ''), stderr: '', ...result });

const hash = (digit: string): string => digit.repeat(40);

describe('listTree', () => {
  it('reads any name, since none of them is quoted', async () => {
    const names = ['a b.yaml', 'tab\there.avsc', 'line\nfeed', '"quoted"', 'größe.yaml'];
    const text = names.map((name) => `100644 blob ${hash('a')}     120\t${name}\0`).join('');
    expect([...(await listTree(gitThatGives({ text }), 'HEAD', [])).keys()]).toEqual(names);
  });

  it('tells files from what is none', async () => {
    const text = [
      `100755 blob ${hash('a')}       7\trun`,
      `120000 blob ${hash('b')}       3\tlink`,
      `040000 tree ${hash('c')}       -\tfolder`,
      `160000 commit ${hash('d')}       -\tsub`,
    ].join('\0');
    expect(await listTree(gitThatGives({ text }), 'HEAD', [])).toEqual(
      new Map([
        ['run', { kind: 'file', hash: hash('a'), size: 7 }],
        ['link', { kind: 'link', hash: hash('b'), size: 3 }],
        ['folder', { kind: 'folder', hash: hash('c'), size: 0 }],
        ['sub', { kind: 'submodule', hash: hash('d'), size: 0 }],
      ]),
    );
  });

  it.each([
    ['fatal: not a tree object', 'Git cannot read the repository: not a tree object.', 'git fsck'],
    [
      "fatal: detected dubious ownership in repository at '/a'\ngit config --global --add safe.directory /a",
      'Git cannot',
      'another user',
    ],
    ['fatal: no such remote\nfatal: could not fetch 00 from promisor remote', 'Git cannot', 'its remote'],
  ])('says what git says: %s', async (stderr, message, help) => {
    const problem: unknown = await listTree(gitThatGives({ exitCode: 128, stderr }), 'HEAD', []).catch(
      (error) => error,
    );
    expect(problem).toBeInstanceOf(BaseProblem);
    expect(problem).toMatchObject({ message: expect.stringContaining(message), help: expect.stringContaining(help) });
  });
});

describe('readBlobs', () => {
  it('cuts the contents apart by their sizes, whatever they hold', async () => {
    const texts = ['', '\n', `${hash('a')} blob 3\n`, 'größe'];
    const hashes = ['a', 'b', 'c', 'd'].map(hash);
    const text = texts.map((one, index) => `${hashes[index]} blob ${Buffer.byteLength(one)}\n${one}\n`).join('');
    const blobs = await readBlobs(gitThatGives({ text }), hashes);
    expect(hashes.map((one) => blobs.get(one)?.toString('utf8'))).toEqual(texts);
  });

  it('asks for nothing where nothing is wanted', async () => {
    expect((await readBlobs(gitThatGives({ exitCode: 1 }), [])).size).toBe(0);
  });

  it('says so where the repository lacks one', async () => {
    await expect(readBlobs(gitThatGives({ text: `${hash('a')} missing\n` }), [hash('a')])).rejects.toThrow(
      `The repository lacks the contents of a file (${hash('a')}).`,
    );
  });
});
