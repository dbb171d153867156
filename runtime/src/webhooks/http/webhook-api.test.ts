import { expect, it } from 'vitest';
import { useFeed } from '../../feeds/testing/feed-host.ts';
import { openPglite } from '../../postgres/index.ts';
import { startReceiver } from '../testing/receiver.ts';
import { openForTest } from '../testing/webhook-contract.ts';
import { webhookApi } from './webhook-api.ts';

const open = useFeed(() => openPglite());

async function openApi() {
  const opened = await openForTest(open);
  const { subscribers, webhooks, subscriber } = opened;
  const api = webhookApi({ subscribers, webhooks, maxEndpoints: 2 });
  const token = (await subscribers.renew(subscriber))?.token ?? '';
  const ask = async (method: string, path: string, body?: unknown, as: string = token) => {
    const request = new Request(`http://gateway.example${path}`, {
      method,
      headers: { authorization: `Bearer ${as}` },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await api.fetch(request);
    if (response === undefined) return { status: 0, body: undefined };
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return { ...opened, ask };
}

it('lets an owner register, look, rotate, replay, disable, enable and remove', async () => {
  const { ask, ship } = await openApi();
  const receiver = await startReceiver();
  const made = await ask('POST', '/webhooks', { url: receiver.url, events: ['ParcelShipped'] });
  expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
  const path = `/webhooks/${made.body.id}`;
  await ship('A', 1);
  await receiver.received(1);
  await expect
    .poll(() => ask('GET', path), { timeout: 15_000 })
    .toMatchObject({ status: 200, body: { delivered: 1, state: 'active' } });
  expect(await ask('GET', path)).not.toMatchObject({ body: { secret: expect.anything() } });
  expect(await ask('GET', '/webhooks')).toMatchObject({ body: { webhooks: [{ id: made.body.id }] } });
  expect(await ask('GET', `${path}/deliveries`)).toMatchObject({ body: { deliveries: [{ state: 'delivered' }] } });
  expect(await ask('POST', `${path}/secret`)).toMatchObject({ body: { secret: expect.stringMatching(/^whsec_/) } });
  expect(await ask('POST', `${path}/replay`, { since: '2020-01-01T00:00:00Z' })).toMatchObject({
    status: 202,
    body: { replayed: 1 },
  });
  expect(await ask('POST', `${path}/disable`)).toMatchObject({ status: 204 });
  expect(await ask('GET', path)).toMatchObject({ body: { state: 'disabled', reason: 'owner' } });
  expect(await ask('POST', `${path}/enable`)).toMatchObject({ status: 204 });
  expect(await ask('PATCH', path, { events: ['ParcelLost'] })).toMatchObject({ status: 204 });
  expect(await ask('DELETE', path)).toMatchObject({ status: 204 });
  expect(await ask('GET', path)).toMatchObject({ status: 404 });
});

it('refuses what may not be', async () => {
  const { ask, subscribers } = await openApi();
  const url = 'https://partner.example/';
  expect(await ask('POST', '/webhooks', { url, events: ['PaymentMade'] })).toMatchObject({ status: 403 });
  expect(await ask('POST', '/webhooks', { url: 'https://10.0.0.1/' })).toMatchObject({ status: 422 });
  expect(await ask('POST', '/webhooks', { url: 'http://partner.example/' })).toMatchObject({ status: 422 });
  expect(await ask('POST', '/webhooks', '{')).toMatchObject({ status: 400 });
  expect(await ask('POST', '/webhooks', { url: 'x'.repeat(20_000) })).toMatchObject({ status: 413 });
  expect(await ask('POST', '/webhooks', { url }, 'ews_nobody')).toMatchObject({ status: 401 });
  const first = await ask('POST', '/webhooks', { url });
  expect(await ask('POST', '/webhooks', { url })).toMatchObject({ status: 201 });
  expect(await ask('POST', '/webhooks', { url })).toMatchObject({ status: 409 });
  const { token } = await subscribers.add({ name: 'Other', events: [] });
  for (const [method, action] of [
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/secret'],
    ['POST', '/enable'],
  ] as const) {
    expect(await ask(method, `/webhooks/${first.body.id}${action}`, undefined, token)).toMatchObject({ status: 404 });
  }
  expect(await ask('PUT', '/webhooks')).toMatchObject({ status: 404 });
  expect(await ask('GET', '/elsewhere')).toMatchObject({ status: 0 });
});
