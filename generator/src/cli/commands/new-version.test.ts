import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, type Outcome } from '../../../test/command.ts';
import { releasedProject } from '../../../test/released-project.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { change } from '../../../test/temporary-repository.ts';

const schema = 'asyncapi/order-placed.v1.avsc';
const next = 'asyncapi/order-placed.v2.avsc';
const document = 'asyncapi/orders.yaml';

const start = (root: string, event = 'OrderPlaced'): Promise<Outcome> =>
  command(root, 'new', 'version', event, '--quiet');

/** All files of the contracts by name. */
async function contractsOf(root: string): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(join(root, 'asyncapi'))).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(root, 'asyncapi', name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [`asyncapi/${name}`, texts[index] ?? '']));
}

const { 'eventwright.config.json': _config, ...contracts } = smallProject;

describe('eventwright new version', () => {
  it('copies the newest schema file and refers to the copy', async () => {
    const root = await releasedProject(smallProject);
    expect(await start(root)).toEqual({
      exitCode: 0,
      stdout: `${next}: version 2, a copy of version 1
${document}:13: refers to it
Next: change it, then \`eventwright compat\` and \`eventwright generate\`; \`eventwright release\` freezes it.
`,
      stderr: '',
    });
    expect(await contractsOf(root)).toEqual({
      ...contracts,
      [document]: (contracts[document] ?? '').replace('order-placed.v1.avsc', 'order-placed.v2.avsc'),
      [next]: contracts[schema],
    });
    expect((await command(root, 'validate')).exitCode).toBe(0);
  });

  it('knows the event by the full name of its record, too', async () => {
    expect((await start(await releasedProject(smallProject), 'shop.orders.OrderPlaced')).exitCode).toBe(0);
  });

  it('goes on from there once that is released', async () => {
    const root = await releasedProject(smallProject);
    await start(root);
    await change(root, { [next]: (contracts[schema] ?? '').replace('"orderId"', '"id"') });
    await command(root, 'release');
    expect((await start(root)).stdout).toContain('asyncapi/order-placed.v3.avsc: version 3, a copy of version 2\n');
  });

  it.each<[string, string, string]>([
    [
      'comments',
      'schema: { $ref: ./order-placed.v1.avsc }',
      'schema: { $ref: ./order-placed.v1.avsc } # order-placed.v1.avsc',
    ],
    ['quotes', './order-placed.v1.avsc', '"./order-placed.v1.avsc"'],
    ['block style', '{ $ref: ./order-placed.v1.avsc }', '\n            $ref:   ./order-placed.v1.avsc'],
    ['line ends of Windows', '\n', '\r\n'],
    ['a byte order mark', 'asyncapi: 3.1.0', '\ufeffasyncapi: 3.1.0'],
  ])('keeps %s', async (_what, from, to) => {
    const text = (contracts[document] ?? '').replaceAll(from, to);
    const root = await releasedProject({ ...smallProject, [document]: text });
    expect((await start(root)).exitCode).toBe(0);
    expect((await contractsOf(root))[document]).toBe(text.replace('order-placed.v1', 'order-placed.v2'));
  });

  it('takes a file without a version for version 1', async () => {
    const { [schema]: text = '', ...others } = smallProject;
    const named = (contracts[document] ?? '').replace('order-placed.v1', 'order-placed');
    const root = await releasedProject({ ...others, [document]: named, 'asyncapi/order-placed.avsc': text });
    expect((await start(root)).stdout).toContain(`${next}: version 2, a copy of version 1\n`);
  });

  it('changes every reference, in every document', async () => {
    const other = (contracts[document] ?? '').replace('title: Orders', 'title: Billing').replace('send', 'receive');
    const root = await releasedProject({ ...smallProject, 'asyncapi/billing.yaml': other });
    expect((await start(root)).stdout).toContain(
      `asyncapi/billing.yaml:13: refers to it\n${document}:13: refers to it\n`,
    );
  });

  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    [
      'an event that there is not',
      {},
      'OrderPlacd',
      "There is no message 'OrderPlacd'.\nDid you mean 'OrderPlaced'?\n",
    ],
    [
      'a type that is no event',
      { 'asyncapi/money.v1.avsc': '{ "type": "fixed", "name": "shop.Money", "size": 8 }' },
      'Money',
      'shop.Money is no message, but a type that schemas are made of.\n' +
        'A second version of it would change every schema that uses it. Put the new type into a file under a name of its own, and use it in the next version of an event.\n',
    ],
    [
      'to write over a file that is there',
      { [next]: '{ "type": "fixed", "name": "shop.Money", "size": 8 }' },
      'OrderPlaced',
      `There is ${next} already, with something else in it.\nRename it, or remove it.\n`,
    ],
    [
      'a reference that is folded over lines',
      {
        [document]: (contracts[document] ?? '')
          .replace('$ref: ./order-placed', '$ref: "./order-\\\n              placed')
          .replace('v1.avsc }', 'v1.avsc" }'),
      },
      'OrderPlaced',
      `The references to ${schema} cannot be rewritten in place.\nCopy the file to version 2 and change the \`$ref\` by hand.\n`,
    ],
    [
      'a schema in the document',
      {
        [document]: (contracts[document] ?? '').replace(
          '{ $ref: ./order-placed.v1.avsc }',
          '{ type: record, name: shop.orders.OrderPlaced, fields: [] }',
        ),
        [schema]: '{ "type": "enum", "name": "Unused", "symbols": ["A"] }',
      },
      'OrderPlaced',
      `The schema of OrderPlaced stands in ${document}, where it has one version only.\n` +
        'Move it to an .avsc file of its own, such as order-placed.v1.avsc, and refer to it: `schema: { $ref: ./order-placed.v1.avsc }`.\n',
    ],
    [
      'a schema that is a key as well',
      {
        [document]: (contracts[document] ?? '').replace(
          'key: { type: string }',
          "key: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { $ref: ./order-placed.v1.avsc } }",
        ),
      },
      'OrderPlaced',
      'The schema of OrderPlaced is that of a key, too, which must never change.\nGive the key a schema file of its own, with the same content.\n',
    ],
  ])('refuses %s and writes nothing', async (_what, files, event, stderr) => {
    const root = await releasedProject({ ...smallProject, ...files });
    const before = await contractsOf(root);
    expect(await start(root, event)).toEqual({ exitCode: 2, stdout: '', stderr });
    expect(await contractsOf(root)).toEqual(before);
  });

  it('says that a version which is not released is simply edited', async () => {
    const stderr =
      'Version 1 of shop.orders.OrderPlaced is not released yet.\n' +
      `Change ${schema} itself. Once it is in use, \`eventwright release\` freezes it.\n`;
    const root = await temporaryProject(smallProject);
    expect(await start(root)).toEqual({ exitCode: 2, stdout: '', stderr });
  });

  it('refuses to begin with a copy of what was changed after its release', async () => {
    const root = await releasedProject(smallProject);
    await change(root, { [schema]: (contracts[schema] ?? '').replace('"orderId"', '"id"') });
    const { exitCode, stdout, stderr } = await start(root);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('SCHEMA_RELEASED_CHANGED')]);
    expect(stderr).toContain(`Put your change aside, restore ${schema} as it was released, and try again.\n`);
    expect(Object.keys(await contractsOf(root))).toEqual([schema, document]);
  });

  it('writes nothing where one of the files cannot be written', async () => {
    const root = await releasedProject(smallProject);
    await mkdir(join(root, `${document}.${process.pid}.eventwright`));
    const { exitCode, stderr } = await start(root);
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('The new version cannot be written: EISDIR')]);
    await rmdir(join(root, `${document}.${process.pid}.eventwright`));
    expect(await contractsOf(root)).toEqual(contracts);
  });

  it('refuses a message that does not use the newest version', async () => {
    const root = await releasedProject(smallProject);
    await change(root, { [next]: contracts[schema] });
    expect((await start(root)).stderr).toBe(
      `OrderPlaced uses version 1, and there is version 2 already.\nLet it refer to ${next} first.\n`,
    );
  });
});
