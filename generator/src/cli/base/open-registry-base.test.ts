import { createServer } from 'node:http';
import { createRegistry, memoryStore, type RegistryServer, serveRegistry } from '@eventwright/registry';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';
import { change } from '../../../test/temporary-repository.ts';
import type { Base } from '../../model/base.ts';
import { CliError } from '../cli-error.ts';
import { createContainer } from '../container.ts';
import { openProject } from '../open-project.ts';
import { openBase } from './open-base.ts';

const subject = 'shop.orders-shop.orders.OrderPlaced';
let server: RegistryServer;

beforeEach(async () => {
  server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
});

afterEach(() => server.close());

async function open(root: string, url: string): Promise<Base> {
  const output = { write: () => undefined };
  const io = { stdout: output, stderr: output, env: {}, cwd: root, signal: new AbortController().signal };
  const container = createContainer(io, { format: 'text', color: false, quiet: true }, () => 0);
  return openBase(container, await openProject(container), `registry:${url}`);
}

async function failure(root: string, url: string): Promise<readonly unknown[]> {
  const error: unknown = await open(root, url).catch((thrown: unknown) => thrown);
  return error instanceof CliError ? [error.exitCode, error.message] : [error];
}

async function register(name: string, body: object): Promise<void> {
  const response = await fetch(`${server.url}/subjects/${name}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify(body),
  });
  expect([response.status, await response.json()]).toEqual([200, expect.anything()]);
}

describe('openBase of a registry', () => {
  it('holds what was registered of the subjects that the contracts use, as released', async () => {
    const root = await temporaryProject(smallProject);
    await register('shop.orders-key', { schema: '"string"' });
    await register(subject, { schema: smallProject['asyncapi/order-placed.v1.avsc'] });
    await register('other', { schema: '"string"' });
    await change(root, {
      'asyncapi/order-placed.v1.avsc': '{ "type": "record", "name": "shop.orders.OrderPlaced", "fields": [] }',
    });
    const base = await open(root, server.url.replace('//', '//user:secret@'));
    expect([base.label, base.model, base.altered, [...base.subjects.keys()]]).toEqual([
      server.url,
      undefined,
      undefined,
      ['shop.orders-key', subject],
    ]);
    expect(base.subjects.get(subject)).toMatchObject([
      { version: 1, schema: { name: 'shop.orders.OrderPlaced', fields: [{ name: 'orderId' }] } },
    ]);
  });

  it('leaves out subjects that the registry does not have', async () => {
    expect((await open(await temporaryProject(smallProject), server.url)).subjects.size).toBe(0);
  });

  it('follows references to other subjects', async () => {
    await register('money', { schema: '{ "type": "fixed", "name": "shop.Money", "size": 8 }' });
    const schema =
      '{ "type": "record", "name": "shop.orders.OrderPlaced", "fields": [{ "name": "total", "type": "shop.Money" }] }';
    await register(subject, { schema, references: [{ name: 'shop.Money', subject: 'money', version: 1 }] });
    const base = await open(await temporaryProject(smallProject), server.url);
    expect(base.subjects.get(subject)).toMatchObject([
      { schema: { fields: [{ type: { name: 'shop.Money', size: 8 } }] } },
    ]);
  });

  it('ends with 4 where the registry is down', async () => {
    const { url } = server;
    await server.close();
    const [exitCode, message] = await failure(await temporaryProject(smallProject), url);
    expect([exitCode, message]).toEqual([4, expect.stringContaining(url)]);
    server = await serveRegistry(createRegistry({ store: memoryStore() }), { port: 0 });
  });

  it('ends with 4 where it holds something that is no Avro', async () => {
    const answers: Readonly<Record<string, unknown>> = {
      [`/subjects/${subject}/versions`]: [3],
      [`/subjects/${subject}/versions/3`]: { id: 1, version: 3, schema: 'message Order {}', schemaType: 'PROTOBUF' },
    };
    const other = createServer(({ url = '' }, response) => {
      response.writeHead(url in answers ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[url] ?? { error_code: 40401, message: 'Subject not found.' }));
    });
    const url = await new Promise<string>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
      });
    });
    const [exitCode, message] = await failure(await temporaryProject(smallProject), url);
    other.close();
    expect(exitCode).toBe(4);
    expect(message).toMatch(`The schema registry at ${url} holds no Avro schema as ${subject} version 3: `);
  });
});
