import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startShop } from '@shop/shop';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeBlocks, markdownFiles } from './documentation.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventwright-documentation-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('TypeScript in the documents', () => {
  it('compiles as it stands in a project that has the packages', { timeout: 120_000 }, async () => {
    const examples = markdownFiles.flatMap(({ file, text }) =>
      codeBlocks(text)
        .filter(({ language }) => language === 'ts')
        .map(({ code }, index) => ({ name: `${file.replaceAll('/', '-')}-${index + 1}.ts`, code })),
    );
    for (const { name, code } of examples) await writeFile(join(folder, name), code);
    // An example may end where the reader goes on.
    const tsconfig = {
      extends: resolve('tsconfig.json'),
      compilerOptions: { noUnusedLocals: false },
      include: ['*.ts'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    expect(examples.length).toBeGreaterThan(4);
    expect(await compile()).toBe('');
  });

  const compile = async (): Promise<string> => {
    const tsc = resolve('node_modules/typescript/bin/tsc');
    const compiling = promisify(execFile)(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder });
    const { stdout } = await compiling.catch((error: { stdout: string }) => error);
    return stdout;
  };
});

describe('the order in the README', () => {
  it('is accepted by the shop', async () => {
    const [readme] = markdownFiles.filter(({ file }) => file === 'README.md');
    const call = /curl \S* ?http:\/\/127\.0\.0\.1:3000(?<path>\S+) -H '(?<header>[^']+)' -d '(?<body>[^']+)'/;
    const { path = '', header = '', body = '' } = call.exec(readme?.text ?? '')?.groups ?? {};
    const [name = '', value = ''] = header.split(': ');
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const shop = await startShop({ engine: 'embedded', dataDirectory: folder, log });
    try {
      const answer = await fetch(`${shop.storefrontUrl}${path}`, { method: 'POST', headers: { [name]: value }, body });
      expect([answer.status, await answer.json()]).toEqual([
        202,
        expect.objectContaining({ orderId: expect.any(String) }),
      ]);
    } finally {
      await shop.close();
    }
  });
});
