import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReceivingStatus } from '../core/client.ts';
import type { Sql } from '../core/database.ts';
import type { ServiceParts } from './health.ts';
import { openPrometheus } from './open-prometheus.ts';
import { type HealthOptions, type HealthServer, serveHealth } from './serve-health.ts';

const opened: HealthServer[] = [];

afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function serve(options: Partial<HealthOptions> = {}): Promise<HealthServer> {
  const server = await serveHealth({ port: 0, ...options });
  opened.push(server);
  return server;
}

async function ask(server: HealthServer, path: string): Promise<readonly [number, unknown]> {
  const answer = await fetch(`${server.url}${path}`);
  return [answer.status, await answer.json()];
}

const partition = { consumer: 'billing', topic: 'shop.orders', partition: 3 };
const well: ReceivingStatus = { partitions: [partition], outage: undefined, stalled: [], lost: [] };
const since = new Date('2026-01-02T03:04:05Z');
const running = (status: Partial<ReceivingStatus>, failure?: Error) => ({ failure, status: { ...well, ...status } });

const sql: Sql = { query: async () => [], execute: async () => undefined };
const answering: ServiceParts['database'] = { transaction: (work) => work(sql) };
const refusing: ServiceParts['database'] = { transaction: () => Promise.reject(new Error('no connection')) };

describe('serveHealth', () => {
  it('is alive and not ready while the service starts', async () => {
    const server = await serve();
    await expect(ask(server, '/live')).resolves.toEqual([200, { reasons: [] }]);
    await expect(ask(server, '/ready')).resolves.toEqual([
      503,
      { reasons: ['the service is starting'], partitions: [] },
    ]);
  });

  it('is ready once all parts are well', async () => {
    const server = await serve();
    server.started({ running: [running({})], database: answering });
    await expect(ask(server, '/ready')).resolves.toEqual([200, { reasons: [], partitions: ['billing shop.orders/3'] }]);
  });

  it('is ready without a partition, as where a group has more members than partitions', async () => {
    const server = await serve();
    server.started({ running: [running({ partitions: [] })] });
    await expect(ask(server, '/ready')).resolves.toEqual([200, { reasons: [], partitions: [] }]);
  });

  it.each([
    ['receiving has ended', running({}, new Error('a gap of 7')), 'receiving has ended: a gap of 7'],
    [
      'a group is stalled',
      running({ stalled: [{ consumer: 'billing', since }] }),
      'billing gets nothing since 2026-01-02T03:04:05.000Z',
    ],
  ])('is neither alive nor ready when %s', async (_, one, reason) => {
    const server = await serve();
    server.started({ running: [running({}), one] });
    await expect(ask(server, '/live')).resolves.toEqual([503, { reasons: [reason] }]);
    await expect(ask(server, '/ready')).resolves.toMatchObject([503, { reasons: [reason] }]);
  });

  it.each([
    [
      'messages wait for something that is away',
      { running: [running({ outage: { since, error: new Error('no registry') } })] },
      'messages wait since 2026-01-02T03:04:05.000Z: no registry',
    ],
    [
      'a group is without it',
      { running: [running({ partitions: [], lost: [{ consumer: 'billing', since }] })] },
      'billing is no member of its group since 2026-01-02T03:04:05.000Z',
    ],
    [
      'the database refuses',
      { running: [running({})], database: refusing },
      'the database does not answer: no connection',
    ],
  ])('is alive but not ready when %s', async (_, parts, reason) => {
    const server = await serve();
    server.started(parts);
    await expect(ask(server, '/ready')).resolves.toMatchObject([503, { reasons: [reason] }]);
    await expect(ask(server, '/live')).resolves.toEqual([200, { reasons: [] }]);
  });

  it('is not ready while the database hangs, and asks it once however many ask', async () => {
    let asked = 0;
    const hanging: ServiceParts['database'] = {
      transaction: () => {
        asked += 1;
        return new Promise(() => undefined);
      },
    };
    const server = await serve();
    server.started({ database: hanging });
    const answers = await Promise.all([ask(server, '/ready'), ask(server, '/ready')]);
    const reasons = ['the database has not answered for 2 seconds'];
    expect(answers).toEqual([1, 2].map(() => [503, { reasons, partitions: [] }]));
    expect(asked).toBe(1);
  });

  it('asks a database that has answered not again within a second', async () => {
    let asked = 0;
    const counting: ServiceParts['database'] = {
      transaction: (work) => {
        asked += 1;
        return work(sql);
      },
    };
    const server = await serve();
    server.started({ database: counting });
    for (let question = 0; question < 5; question += 1) await ask(server, '/ready');
    expect(asked).toBe(1);
    await expect.poll(() => ask(server, '/ready').then(() => asked), { timeout: 5_000 }).toBe(2);
  });

  it('is not ready as soon as the service stops, and never again', async () => {
    const server = await serve();
    server.started({});
    server.stopping();
    server.started({});
    await expect(ask(server, '/ready')).resolves.toEqual([
      503,
      { reasons: ['the service is stopping'], partitions: [] },
    ]);
    await expect(ask(server, '/live')).resolves.toEqual([200, { reasons: [] }]);
  });

  it('serves metrics', async () => {
    const metrics = openPrometheus();
    const server = await serve({ metrics });
    const answer = await fetch(`${server.url}/metrics?name=any`);
    expect(answer.headers.get('content-type')).toBe(metrics.contentType);
    await expect(answer.text()).resolves.toContain('event_loop_lag_seconds');
    metrics.close();
  });

  it('says where metrics fail', async () => {
    const server = await serve({
      metrics: { contentType: 'text/plain', text: () => Promise.reject(new Error('why')) },
    });
    await expect(ask(server, '/metrics')).resolves.toEqual([500, { error: 'metrics could not be read: why' }]);
  });

  it('answers nothing else', async () => {
    const server = await serve();
    const [none, other, posted] = await Promise.all([
      fetch(`${server.url}/metrics`),
      fetch(`${server.url}/`),
      fetch(`${server.url}/live`, { method: 'POST', body: 'text' }),
    ]);
    expect([none.status, other.status, posted.status]).toEqual([404, 404, 405]);
  });

  it('answers HEAD without a body, and lets nobody keep or guess', async () => {
    const server = await serve();
    const answer = await fetch(`${server.url}/live`, { method: 'HEAD' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    await expect(answer.text()).resolves.toBe('');
  });

  it('listens on this machine alone and says which port is taken', async () => {
    const server = await serve();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const port = Number(new URL(server.url).port);
    await expect(serveHealth({ port })).rejects.toThrow(
      `[CONFIGURATION_INVALID] health cannot be served at 127.0.0.1:${port}`,
    );
  });

  it('closes while somebody is connected', async () => {
    const server = await serve();
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(socket, 'connect');
    await server.close();
    socket.destroy();
  });
});
