import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { editedProject, editProject } from '../../../test/edited-project.ts';

const base = fileURLToPath(new URL('../../../test/lint/base/', import.meta.url));
const document = 'asyncapi/shop.yaml';
const schemaFile = 'asyncapi/order-placed.v1.avsc';

/** Receives what the shop of the base has on its channel. */
const billing = `asyncapi: 3.1.0
info: { title: Billing, version: 1.0.0, x-owner: billing-team }
channels:
  orders: { $ref: './shop.yaml#/channels/orders' }
operations:
  receiveOrders: { action: receive, channel: { $ref: '#/channels/orders' } }
`;

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

  it('has the compiler judge the code that pages show, and says which of both it was', async () => {
    const root = await editedProject(base, []);
    const generate = { typescript: { out: 'generated', package: '@shop/none' } };
    writeFileSync(join(root, 'eventwright.config.json'), JSON.stringify({ contracts: 'asyncapi', generate }));
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
    const compilerOptions = {
      module: 'nodenext',
      strict: true,
      types: [],
      allowImportingTsExtensions: true,
      noEmit: true,
    };
    writeFileSync(join(root, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    writeFileSync(join(root, 'empty.ts'), 'export {};');
    writeFileSync(join(root, 'asyncapi/billing.yaml'), billing);
    symlinkSync(
      fileURLToPath(new URL('../../../../node_modules', import.meta.url)),
      join(root, 'node_modules'),
      'junction',
    );
    const page = (): string => readFileSync(join(root, '.eventwright/docs/events/OrderPlaced.md'), 'utf8');

    const { stdout } = await command(root, 'docs', 'build');
    expect(stdout).toContain(
      "1 piece of code on pages does not compile in this project: Cannot find module '@shop/none/",
    );
    expect(page()).toContain('it did not compile in the project that made this page');

    const byPath = { typescript: { out: 'generated' } };
    writeFileSync(join(root, 'eventwright.config.json'), JSON.stringify({ contracts: 'asyncapi', generate: byPath }));
    expect((await command(root, 'docs', 'build')).stdout).not.toContain('does not compile');
    expect(page()).toContain("from './generated/billing.ts'");
    expect(page()).toContain('Compiled against the clients when this page was made.');

    await command(root, 'docs', 'build', '--no-code');
    expect(page()).toContain('not compiled when this page was made');
  });
});
