import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRegistry, memoryStore, type RegistryServer, serveRegistry } from '@eventwright/registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

const first = smallProject['asyncapi/order-placed.v1.avsc'] ?? '';
const withField = (field: string): string => first.replace('}]', `}, ${field}]`);
const files = {
  ...smallProject,
  'asyncapi/orders.yaml': (smallProject['asyncapi/orders.yaml'] ?? '').replace('placed.v1', 'placed.v2'),
  'asyncapi/order-placed.v2.avsc': withField('{ "name": "count", "type": "int", "default": 1 }'),
};

let server: RegistryServer;

beforeEach(async () => {
  server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
});

afterEach(() => server.close());

const get = async (path: string): Promise<unknown> => (await fetch(`${server.url}${path}`)).json();

describe('eventwright registry push', () => {
  it('registers every version under its subject, oldest first, and then has nothing left to do', async () => {
    const root = await temporaryProject(files);
    const push = () => command(root, 'registry', 'push', '--url', server.url, '--quiet');
    expect(await push()).toEqual({
      exitCode: 0,
      stdout: `shop.orders-key                      v1  BACKWARD_TRANSITIVE  registered, id 1
shop.orders-shop.orders.OrderPlaced  v1  BACKWARD_TRANSITIVE  registered, id 2
shop.orders-shop.orders.OrderPlaced  v2  BACKWARD_TRANSITIVE  registered, id 3
3 schema versions: 3 registered
`,
      stderr: '',
    });
    expect(await get('/subjects/shop.orders-shop.orders.OrderPlaced/versions')).toEqual([1, 2]);
    expect(await get('/config/shop.orders-key')).toEqual({ compatibilityLevel: 'BACKWARD_TRANSITIVE' });
    const again = await push();
    expect([again.exitCode, again.stdout.split('\n').at(-2)]).toEqual([0, '3 schema versions: 3 unchanged']);
  });

  it('changes nothing with --dry-run', async () => {
    const root = await temporaryProject(files);
    const { exitCode, stdout } = await command(root, 'registry', 'push', '--url', server.url, '--dry-run', '--quiet');
    expect([exitCode, stdout.split('\n').at(-2)]).toEqual([0, '3 schema versions: 3 to register']);
    expect(await get('/subjects')).toEqual([]);
  });

  it.each([[['--dry-run']], [[]]])('says why the registry refuses a version, exit code 1 (%j)', async (flags) => {
    const root = await temporaryProject(files);
    const push = () => command(root, 'registry', 'push', '--url', server.url, '--quiet', ...flags);
    await command(root, 'registry', 'push', '--url', server.url);
    await writeFile(join(root, 'asyncapi/order-placed.v3.avsc'), withField('{ "name": "count", "type": "int" }'));
    await writeFile(join(root, 'asyncapi/order-placed.v4.avsc'), withField('{ "name": "more", "type": "int" }'));
    const { exitCode, stdout } = await push();
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^shop\.orders-shop\.orders\.OrderPlaced v3: .*count/m);
    expect(stdout.split('\n').at(-2)).toBe('4 schema versions: 3 unchanged, 1 refused');
    expect(await get('/subjects/shop.orders-shop.orders.OrderPlaced/versions')).toEqual([1, 2]);
  });

  it('ends with 4 where the registry cannot be reached, or is none', async () => {
    const root = await temporaryProject(files);
    await server.close();
    const unreachable = await command(root, 'registry', 'push', '--url', server.url, '--quiet');
    expect([unreachable.exitCode, unreachable.stderr]).toEqual([
      4,
      `The schema registry at ${server.url} cannot be reached: ECONNREFUSED.\n` +
        'Is it running there? `eventwright registry serve --port 8081` starts one for development.\n',
    ]);
  });

  it('needs an address', async () => {
    const { exitCode, stderr } = await command(
      await temporaryProject(files),
      'registry',
      'push',
      '--url',
      'here',
      '--quiet',
    );
    expect([exitCode, stderr]).toEqual([2, "'here' is no address of a registry.\nWrite it as http://host:port.\n"]);
  });
});
