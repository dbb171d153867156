import { createRegistry, memoryStore, type RegistryServer, serveRegistry } from '@eventwright/registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command, type Outcome } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

const record = (name: string, fields: string): string =>
  `{ "type": "record", "name": "${name}", "namespace": "shop", "fields": [${fields}] }`;

const files = {
  ...smallProject,
  'asyncapi/order-placed.v1.avsc': `{ "type": "record", "name": "OrderPlaced", "namespace": "shop.orders", "fields": [
  { "name": "lines", "type": { "type": "array", "items": "shop.Line" } },
  { "name": "total", "type": "shop.Money" }
] }`,
  'asyncapi/common/line.v1.avsc': record('Line', '{ "name": "price", "type": ["null", "shop.Money"] }'),
  'asyncapi/common/money.v1.avsc': record('Money', '{ "name": "cents", "type": "long" }'),
};

let server: RegistryServer;

beforeEach(async () => {
  server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
});

afterEach(() => server.close());

const run = (root: string, name: string, ...argv: readonly string[]): Promise<Outcome> =>
  command(root, 'registry', name, '--url', server.url, '--quiet', ...argv);

const get = async (path: string): Promise<unknown> => (await fetch(`${server.url}${path}`)).json();

describe('registering with references', () => {
  it('registers what others use before them, and refers to it by name', async () => {
    const root = await temporaryProject(files);
    const planned = await run(root, 'plan', '--references');
    expect(planned.stdout.split('\n').at(-2)).toBe('4 schema versions: 4 to register');
    expect(await run(root, 'push', '--references')).toEqual({
      exitCode: 0,
      stdout: `shop.Money                           v1  BACKWARD_TRANSITIVE  registered, id 1
shop.Line                            v1  BACKWARD_TRANSITIVE  registered, id 2
shop.orders-key                      v1  BACKWARD_TRANSITIVE  registered, id 3
shop.orders-shop.orders.OrderPlaced  v1  BACKWARD_TRANSITIVE  registered, id 4
4 schema versions: 4 registered
`,
      stderr: '',
    });
    const money = { name: 'shop.Money', subject: 'shop.Money', version: 1 };
    expect(await get('/schemas/ids/2')).toMatchObject({ references: [money] });
    expect(await get('/schemas/ids/4')).toMatchObject({
      schema: expect.not.stringContaining('cents'),
      references: [{ name: 'shop.Line', subject: 'shop.Line', version: 1 }, money],
    });
    for (const name of ['push', 'plan']) {
      expect((await run(root, name, '--references')).stdout.split('\n').at(-2)).toBe('4 schema versions: 4 unchanged');
    }
    expect(await run(root, 'verify', '--references')).toMatchObject({ exitCode: 0 });
  });

  it('is found by those who look for the self-contained schema', async () => {
    const root = await temporaryProject(files);
    await run(root, 'push', '--references');
    expect((await run(root, 'push')).stdout.split('\n').at(-2)).toBe('2 schema versions: 2 unchanged');
    expect(await run(root, 'verify')).toMatchObject({ exitCode: 0 });
    expect((await run(root, 'pull')).stdout).toBe('no version to write\n');
  });

  it('leaves alone what is registered self-contained', async () => {
    const root = await temporaryProject(files);
    await run(root, 'push');
    expect((await run(root, 'plan', '--references')).stdout.split('\n').at(-2)).toBe(
      '4 schema versions: 2 unchanged, 2 to register',
    );
    expect((await run(root, 'push', '--references')).stdout.split('\n').at(-2)).toBe(
      '4 schema versions: 2 registered, 2 unchanged',
    );
    expect(await run(root, 'verify', '--references')).toMatchObject({ exitCode: 0 });
  });

  it('does not register what refers to something that was refused', async () => {
    const body = JSON.stringify({ schema: '{"type":"record","name":"Money","namespace":"shop","fields":[]}' });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${server.url}/subjects/shop.Money/versions`, { method: 'POST', headers, body });
    const root = await temporaryProject(files);
    const { exitCode, stdout } = await run(root, 'push', '--references');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('shop.Line v1: it refers to a schema that was refused itself\n');
    expect(stdout.split('\n').at(-2)).toBe('4 schema versions: 1 registered, 3 refused');
    expect(await get('/subjects')).toEqual(['shop.Money', 'shop.orders-key']);
  });

  it('refuses types in two files that use each other', async () => {
    const root = await temporaryProject({
      ...files,
      'asyncapi/common/money.v1.avsc': record('Money', '{ "name": "line", "type": ["null", "shop.Line"] }'),
    });
    expect(await run(root, 'push', '--references')).toEqual({
      exitCode: 3,
      stdout: '',
      stderr: `These types use each other, so none can be registered first: shop.Line, shop.Money, shop.Line.
Put them into one file, or register without --references.
`,
    });
    expect(await get('/subjects')).toEqual([]);
  });
});
