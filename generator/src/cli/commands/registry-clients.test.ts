import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createRegistry, memoryStore, type Registry, type RegistryServer, serveRegistry } from '@eventwright/registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command, type Outcome } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

const first = smallProject['asyncapi/order-placed.v1.avsc'] ?? '';
const withField = (field: string): string => first.replace('}]', `}, ${field}]`);
const second = withField('{ "name": "count", "type": "int", "default": 1 }');
const files = {
  ...smallProject,
  'asyncapi/orders.yaml': (smallProject['asyncapi/orders.yaml'] ?? '').replace('placed.v1', 'placed.v2'),
  'asyncapi/order-placed.v2.avsc': second,
};

const subject = 'shop.orders-shop.orders.OrderPlaced';
let registry: Registry;
let server: RegistryServer;
let root: string;

beforeEach(async () => {
  registry = createRegistry({ store: memoryStore() });
  server = await serveRegistry(registry, { port: 0 });
  root = await temporaryProject(files);
});

afterEach(() => server.close());

const run = (name: string, ...argv: readonly string[]): Promise<Outcome> =>
  command(root, 'registry', name, '--url', server.url, '--quiet', ...argv);

async function send(method: string, path: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

describe('eventwright registry plan', () => {
  it('says what push would do, changes nothing, and has nothing left to say after it', async () => {
    await send('PUT', `/config/${subject}`, { compatibility: 'NONE' });
    const planned = await run('plan');
    expect(planned).toEqual({
      exitCode: 0,
      stdout: `shop.orders-key                      v1  BACKWARD_TRANSITIVE  to register
${subject}  v1  BACKWARD_TRANSITIVE  to register
${subject}  v2  BACKWARD_TRANSITIVE  to register
${subject}: level NONE to be replaced by BACKWARD_TRANSITIVE
3 schema versions: 3 to register
`,
      stderr: '',
    });
    expect(await send('GET', '/subjects')).toEqual([]);
    expect((await run('push', '--dry-run')).stdout).toBe(planned.stdout);
    expect((await run('push')).stdout).toContain(`${subject}: level NONE replaced by BACKWARD_TRANSITIVE\n`);
    expect((await run('plan')).stdout.split('\n').at(-2)).toBe('3 schema versions: 3 unchanged');
  });

  it('checks each version against those before it that are not there yet, at the level that will hold', async () => {
    await writeFile(join(root, 'asyncapi/order-placed.v2.avsc'), withField('{ "name": "count", "type": "int" }'));
    const { exitCode, stdout } = await run('plan');
    expect(exitCode).toBe(1);
    const reason = 'READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1 (count) against v1, level BACKWARD_TRANSITIVE';
    expect(stdout).toContain(`${subject} v2: ${reason}\n`);
    expect(stdout.split('\n').at(-2)).toBe('3 schema versions: 2 to register, 1 refused');
  });

  it('asks the registry where only that knows what is registered', async () => {
    const part = { schema: '{"type":"record","name":"P","namespace":"x","fields":[]}' };
    await send('POST', '/subjects/part/versions', part);
    const schema =
      '{"type":"record","name":"OrderPlaced","namespace":"shop.orders","fields":[{"name":"part","type":"x.P"}]}';
    const references = [{ name: 'x.P', subject: 'part', version: 1 }];
    await send('POST', `/subjects/${subject}/versions`, { schema, references });
    const { exitCode, stdout } = await run('plan');
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("errorType:'READER_FIELD_MISSING_DEFAULT_VALUE'")]);
  });

  it('tells machines the same', async () => {
    const { stdout } = await run('plan', '--format', 'json');
    const pushed = expect.arrayContaining([
      { subject, version: 1, level: 'BACKWARD_TRANSITIVE', outcome: 'to register', id: null, reasons: [] },
    ]);
    const levels = expect.arrayContaining([{ subject, level: 'BACKWARD_TRANSITIVE', replaces: null }]);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'registry plan', exitCode: 0, pushed, levels });
  });
});

describe('eventwright registry push', () => {
  it('says what it did before the registry failed, and goes on from there the next time', async () => {
    let left = 6;
    const failing = createServer((request, response) => {
      left -= 1;
      if (left < 0) return void response.writeHead(500).end('{"error_code":50001,"message":"the disk is full"}');
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const body = Buffer.concat(chunks).toString();
          const path = request.url ?? '';
          const asked = { method: request.method ?? '', path, ...(body === '' ? {} : { body: JSON.parse(body) }) };
          void registry.handle(asked).then((answer) => {
            response.writeHead(answer.status).end('body' in answer ? JSON.stringify(answer.body) : answer.text);
          });
        });
    });
    await new Promise<void>((resolve) => {
      failing.listen(0, '127.0.0.1', () => resolve());
    });
    const address = failing.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const broken = await command(root, 'registry', 'push', '--url', url, '--quiet');
    failing.closeAllConnections();
    failing.close();
    expect(broken).toEqual({
      exitCode: 4,
      stdout: 'shop.orders-key  v1  BACKWARD_TRANSITIVE  registered, id 1\n1 schema version: 1 registered\n',
      stderr: `The schema registry at ${url} answered 500: the disk is full. What was registered before stays.
This is a failure of the registry itself: see its log, or try again later. Push again to go on.
`,
    });
    expect((await run('push')).stdout.split('\n').at(-2)).toBe('3 schema versions: 2 registered, 1 unchanged');
  });

  it('sends the user of the environment', async () => {
    const seen = new Set<unknown>();
    const guarded = createServer((request, response) => {
      seen.add(request.headers.authorization);
      response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => {
      guarded.listen(0, '127.0.0.1', () => resolve());
    });
    const address = guarded.address();
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const { exitCode, stderr } = await command(
      root,
      'registry',
      'push',
      '--url',
      `http://ann:se%3Acret@${host}`,
      '--quiet',
    );
    guarded.close();
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining(`http://${host} answered 401`)]);
    expect([...seen]).toEqual([`Basic ${btoa('ann:se:cret')}`]);
  });
});

describe('eventwright registry verify', () => {
  it('finds nothing where the registry is as the contracts are', async () => {
    await run('push');
    expect(await run('verify')).toEqual({
      exitCode: 0,
      stdout: '2 subjects: the registry is as the contracts are\n',
      stderr: '',
    });
  });

  it('finds each difference at its place in the contracts', async () => {
    await run('push');
    const key = 'shop.orders-key';
    await send('DELETE', `/subjects/${key}`);
    await send('PUT', `/config/${subject}`, { compatibility: 'NONE' });
    await send('DELETE', `/subjects/${subject}/versions/2`);
    await send('POST', `/subjects/${subject}/versions`, { schema: withField('{ "name": "x", "type": "int" }') });
    const { exitCode, stdout } = await run('verify', '--format', 'json');
    const report: { findings: readonly { ruleId: string; file: string; message: string }[] } = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(report.findings.map(({ ruleId, file, message }) => [ruleId, file, message])).toEqual([
      [
        'REGISTRY_VERSION_EXTRA',
        'asyncapi/order-placed.v2.avsc',
        `The registry has a version 3 of ${subject} that is not here.`,
      ],
      ['REGISTRY_VERSION_MISSING', 'asyncapi/order-placed.v2.avsc', `Version 2 is not registered under ${subject}.`],
      [
        'REGISTRY_LEVEL_DIFFERS',
        'asyncapi/orders.yaml',
        `The subject ${subject} has the level NONE there, and BACKWARD_TRANSITIVE here.`,
      ],
      ['REGISTRY_SUBJECT_MISSING', 'asyncapi/orders.yaml', `The registry has no subject ${key}.`],
    ]);
  });

  it('finds a released file that was edited', async () => {
    await run('push');
    await writeFile(
      join(root, 'asyncapi/order-placed.v2.avsc'),
      withField('{ "name": "sum", "type": "int", "default": 0 }'),
    );
    const { exitCode, stdout } = await run('verify');
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(
        /order-placed\.v2\.avsc:1:1 error REGISTRY_SCHEMA_DIFFERS\n {2}Version 2 of \S+ is another schema in the registry\./,
      ),
    ]);
    expect(stdout.match(/REGISTRY_/g)).toHaveLength(1);
  });

  it('finds versions that were registered in another order', async () => {
    const level = { compatibility: 'BACKWARD_TRANSITIVE' };
    await send('PUT', `/config/${subject}`, level);
    await send('POST', `/subjects/${subject}/versions`, { schema: second });
    await send('POST', `/subjects/${subject}/versions`, { schema: first });
    await run('push');
    expect((await run('verify')).stdout).toContain(
      `Version 2 of ${subject} is number 1 in the registry, before version 1, which is number 2.`,
    );
  });
});

describe('eventwright registry verify --against lock', () => {
  const verify = () => run('verify', '--against', 'lock');

  it('compares with what was released, whatever the contracts have become since', async () => {
    expect((await command(root, 'release', '--quiet')).exitCode).toBe(0);
    await run('push');
    expect(await verify()).toEqual({
      exitCode: 0,
      stdout: '2 subjects: the registry is as eventwright.lock is\n',
      stderr: '',
    });
    await writeFile(
      join(root, 'asyncapi/order-placed.v3.avsc'),
      withField('{ "name": "x", "type": "int", "default": 0 }'),
    );
    expect((await verify()).exitCode).toBe(0);
    await run('push');
    const { exitCode, stdout } = await verify();
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(
        /^eventwright\.lock:\d+:\d+ error REGISTRY_VERSION_EXTRA\n {2}The registry has a version 3 of /,
      ),
    ]);
  });

  it('finds what was released and is not there, and levels that changed', async () => {
    await command(root, 'release', '--quiet');
    await run('push');
    await send('PUT', `/config/${subject}`, { compatibility: 'NONE' });
    await send('DELETE', `/subjects/${subject}/versions/2`);
    await send('DELETE', '/subjects/shop.orders-key');
    const { stdout } = await verify();
    expect([...stdout.matchAll(/error (REGISTRY_\w+)/g)].map(([, id]) => id)).toEqual([
      'REGISTRY_SUBJECT_MISSING',
      'REGISTRY_LEVEL_DIFFERS',
      'REGISTRY_VERSION_MISSING',
    ]);
  });

  it('needs a release', async () => {
    expect(await verify()).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('nothing was released yet') });
  });
});

describe('eventwright registry pull', () => {
  const third = withField('{ "name": "big", "type": "long", "default": 9007199254740993 }');

  it('writes what only the registry has beside the newest file, once, and then has nothing left to write', async () => {
    await run('push');
    await send('POST', `/subjects/${subject}/versions`, { schema: third });
    const planned = await run('pull', '--dry-run');
    expect(planned).toEqual({
      exitCode: 0,
      stdout: `${subject}  version 3  to write: asyncapi/order-placed.v3.avsc\n1 file to write\n`,
      stderr: '',
    });
    expect(await readdir(join(root, 'asyncapi'))).not.toContain('order-placed.v3.avsc');
    expect((await run('pull')).stdout.split('\n').at(-2)).toBe('1 file written; point the message to the newest one');
    expect(await readFile(join(root, 'asyncapi/order-placed.v3.avsc'), 'utf8')).toBe(`{
  "type": "record",
  "name": "shop.orders.OrderPlaced",
  "fields": [
    {
      "name": "orderId",
      "type": "string"
    },
    {
      "name": "big",
      "type": "long",
      "default": 9007199254740993
    }
  ]
}
`);
    expect((await run('pull')).stdout.split('\n').at(-2)).toBe('no version to write');
    expect((await run('verify')).exitCode).toBe(0);
  });

  it('takes the next number where the registry’s is taken', async () => {
    await run('push');
    await send('DELETE', `/subjects/${subject}/versions/2`);
    await send('DELETE', `/subjects/${subject}/versions/2?permanent=true`);
    await send('POST', `/subjects/${subject}/versions`, { schema: third });
    expect((await run('pull', '--dry-run')).stdout).toContain('version 2  to write: asyncapi/order-placed.v3.avsc');
  });

  it('says which versions cannot be files', async () => {
    await run('push');
    await send('PUT', '/config/shop.orders-key', { compatibility: 'NONE' });
    await send('POST', '/subjects/shop.orders-key/versions', { schema: '"long"' });
    expect(await run('pull')).toEqual({
      exitCode: 1,
      stdout: 'shop.orders-key  version 2  no file: the contracts have no file for this schema\nno version to write\n',
      stderr: '',
    });
  });

  it('writes nothing where the registry breaks off', async () => {
    await run('push');
    await send('POST', `/subjects/${subject}/versions`, { schema: third });
    const before = await readdir(join(root, 'asyncapi'));
    await server.close();
    expect((await run('pull')).exitCode).toBe(4);
    expect(await readdir(join(root, 'asyncapi'))).toEqual(before);
  });
});
