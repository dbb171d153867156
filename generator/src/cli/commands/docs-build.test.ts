import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { editedProject, editProject } from '../../../test/edited-project.ts';

const base = fileURLToPath(new URL('../../../test/lint/base/', import.meta.url));
const document = 'asyncapi/shop.yaml';
const schemaFile = 'asyncapi/order-placed.v1.avsc';

describe('eventwright docs build', () => {
  it('writes the site, and where nothing changed nothing the next time', async () => {
    const root = await editedProject(base, []);
    const first = await command(root, 'docs', 'build', '--no-code', '--format', 'json');
    expect(first.exitCode).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ out: '.eventwright/docs' });
    expect(readFileSync(join(root, '.eventwright/docs/events/OrderPlaced.html'), 'utf8')).toContain(
      '<h1>OrderPlaced</h1>',
    );

    const second = await command(root, 'docs', 'build', '--no-code', '--format', 'json');
    expect(JSON.parse(second.stdout)).toMatchObject({ added: [], changed: [], removed: [] });
  });

  it('removes pages of what is gone, and nothing that it did not write', async () => {
    const root = await editedProject(base, []);
    await command(root, 'docs', 'build', '--no-code', '--out', 'site');
    writeFileSync(join(root, 'site/CNAME'), 'docs.shop.example\n');
    editProject(root, [{ file: document, from: '      OrderPlaced:\n', to: '      OrderTaken:\n' }]);
    const { exitCode } = await command(root, 'docs', 'build', '--no-code', '--out', 'site');

    expect(exitCode).toBe(0);
    expect(existsSync(join(root, 'site/events/OrderPlaced.html'))).toBe(false);
    expect(readFileSync(join(root, 'site/CNAME'), 'utf8')).toBe('docs.shop.example\n');
  });

  it('writes nothing where the contracts have an error, exit code 3', async () => {
    const root = await editedProject(base, [
      {
        file: schemaFile,
        from: '"type": "string", "doc": "Of the shop."',
        to: '"type": "strin", "doc": "Of the shop."',
      },
    ]);
    expect((await command(root, 'docs', 'build', '--no-code')).exitCode).toBe(3);
    expect(existsSync(join(root, '.eventwright/docs'))).toBe(false);
  });
});
