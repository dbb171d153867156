import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { command } from './command.ts';
import { temporaryProject } from './temporary-project.ts';

const repository = join(import.meta.dirname, '../..');
const readme = readFileSync(join(repository, 'generator/README.md'), 'utf8');

it('the session of the README prints what it shows', async () => {
  const [, configuration = ''] = /```json\n(.*?)```/s.exec(readme) ?? [];
  const [, found, written] =
    /```\n\$ npx eventwright validate\n(.*?)\$ npx eventwright generate\n(.*?)```/s.exec(readme) ?? [];
  const root = await temporaryProject({ 'eventwright.config.json': configuration });
  cpSync(join(repository, 'asyncapi'), join(root, 'asyncapi'), { recursive: true });
  const schema = join(root, 'asyncapi/schemas/common/order-line.v1.avsc');
  const right = readFileSync(schema, 'utf8');

  writeFileSync(schema, right.replace('shop.common.Money', 'shop.common.Mony'));
  expect(await command(root, 'validate', '--quiet')).toEqual({ exitCode: 3, stdout: found, stderr: '' });

  writeFileSync(schema, right);
  const { stdout } = await command(root, 'generate', '--quiet');
  expect(stdout.replace(/\d+ ms/, '')).toBe(written?.replace(/\d+ ms/, ''));
});
