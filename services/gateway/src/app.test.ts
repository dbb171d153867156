import { createServer } from 'node:http';
import { parseSchema, type Schema } from '@eventwright/avro';
import { openDelivery } from '@eventwright/runtime/delivery';
import { gatewayApplication } from '@shop/contracts/gateway';
import { build, startHarness } from '@shop/contracts/testing';
import { Webhook } from 'standardwebhooks';
import { expect, it, onTestFinished } from 'vitest';
import { startGateway } from './app.ts';

const adminToken = 'only-for-this-test';

async function startForTest() {
  const harness = await startHarness({ inactivityTimeout: 20_000, database: true });
  onTestFinished(() => harness.close());
  const delivery = await openDelivery(harness);
  onTestFinished(() => delivery.close());
  const gateway = await startGateway({
    ...harness,
    delivery,
    http: { port: 0 },
    adminToken,
    allowedAddresses: ['127.0.0.1'],
    schedule: [50, 50, 50, 50],
  });
  onTestFinished(() => gateway.close());
  const ask = async (
    method: string,
    path: string,
    { token = adminToken, body }: { token?: string; body?: object } = {},
  ) => {
    const headers = { authorization: `Bearer ${token}` };
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(gateway.url + path, { method, headers, ...json });
    return { status: response.status, body: JSON.parse((await response.text()) || 'null') };
  };
  const join = async (events: readonly string[]): Promise<string> =>
    (await ask('POST', '/subscribers', { body: { name: 'Partner', events } })).body.token;
  return { harness, gateway, ask, join };
}

interface Hook {
  readonly url: string;
  readonly bodies: readonly unknown[];
  /** Of what is answered; 500 at first. */
  status: number;
  secret: string;
}

/** Takes webhooks that are signed, with a library that others wrote. */
async function startHook(): Promise<Hook> {
  const bodies: unknown[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const header = (name: string): string => String(request.headers[name]);
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
    const signed = Object.fromEntries(names.map((name) => [name, header(name)]));
    if (hook.status < 300) bodies.push(new Webhook(hook.secret).verify(Buffer.concat(chunks).toString(), signed));
    response.writeHead(hook.status).end();
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : expect.fail('no port');
  const hook: Hook = { url: `http://127.0.0.1:${port}/`, bodies, status: 500, secret: '' };
  return hook;
}

it('shows partners what happened: by polling at once, by webhook once their receiver is back', {
  timeout: 60_000,
}, async () => {
  const { harness, ask, join } = await startForTest();
  const token = await join(['OrderConfirmed']);
  const hook = await startHook();
  const made = await ask('POST', '/webhooks', { token, body: { url: hook.url } });
  hook.secret = made.body.secret;

  const { key, value } = build.orderConfirmed();
  const { id } = await harness.send.orderConfirmed({ key, value });
  await expect
    .poll(async () => (await ask('GET', '/events', { token })).body, { timeout: 20_000 })
    .toMatchObject([{ id }]);
  await expect
    .poll(async () => (await ask('GET', `/webhooks/${made.body.id}`, { token })).body, { timeout: 15_000 })
    .toMatchObject({ lastError: 'it answered 500', waiting: 1 });

  hook.status = 204;
  await ask('POST', `/webhooks/${made.body.id}/enable`, { token });
  await expect
    .poll(() => hook.bodies, { timeout: 15_000 })
    .toMatchObject([{ id, subject: value.orderId, data: { orderId: value.orderId } }]);
  expect(await harness.deadLetters()).toEqual([]);
});

/** Texts of a value at places that say `x-pii`. */
function personalTexts(schema: Schema, value: unknown, inside = false): readonly string[] {
  const personal = inside || ('x-pii' in schema.properties && schema.properties['x-pii'] !== false);
  if (typeof value === 'string') return personal ? [value] : [];
  if (schema.kind === 'union') return schema.branches.flatMap((one) => personalTexts(one, value, personal));
  if (schema.kind === 'array' && Array.isArray(value)) {
    return value.flatMap((one) => personalTexts(schema.items, one, personal));
  }
  if (schema.kind !== 'record' || typeof value !== 'object' || value === null) return [];
  const fields = new Map(Object.entries(value));
  return schema.fields.flatMap(({ name, type, properties }) =>
    personalTexts(type, fields.get(name), personal || ('x-pii' in properties && properties['x-pii'] !== false)),
  );
}

it('shows nobody any personal data, whatever the message', { timeout: 60_000 }, async () => {
  const { harness, ask, join } = await startForTest();
  const token = await join(Object.values(gatewayApplication.receive).map(({ message }) => message.name));
  const { orderConfirmed, orderRejected, orderCancelled, orderDispatched } = gatewayApplication.receive;
  const built = [
    [orderConfirmed, await harness.send.orderConfirmed(build.orderConfirmed()), build.orderConfirmed().value],
    [orderRejected, await harness.send.orderRejected(build.orderRejected()), build.orderRejected().value],
    [orderCancelled, await harness.send.orderCancelled(build.orderCancelled()), build.orderCancelled().value],
    [orderDispatched, await harness.send.orderDispatched(build.orderDispatched()), build.orderDispatched().value],
    [
      gatewayApplication.receive.parcelShipped,
      await harness.send.parcelShipped(build.parcelShipped()),
      build.parcelShipped().value,
    ],
    [
      gatewayApplication.receive.parcelDelivered,
      await harness.send.parcelDelivered(build.parcelDelivered()),
      build.parcelDelivered().value,
    ],
    [
      gatewayApplication.receive.stockChanged,
      await harness.send.stockChanged(build.stockChanged()),
      build.stockChanged().value,
    ],
  ] as const;
  await expect
    .poll(async () => (await ask('GET', '/events', { token })).body.length, { timeout: 20_000 })
    .toBe(built.length);
  const shown = JSON.stringify((await ask('GET', '/events', { token })).body);
  const personal = built.flatMap(([{ message }, , value]) =>
    personalTexts(parseSchema(JSON.parse(message.value.avro)), value),
  );
  expect(personal.length).toBeGreaterThan(10);
  expect(personal.filter((text) => text.length > 4 && shown.includes(text))).toEqual([]);
});

it('lets only the administrator add subscribers', async () => {
  const { ask, join } = await startForTest();
  const token = await join(['OrderConfirmed']);
  expect(await ask('POST', '/subscribers', { token, body: { name: 'Me' } })).toMatchObject({ status: 401 });
  expect(await ask('POST', '/subscribers', { body: { name: 'Me', events: ['PaymentMade'] } })).toMatchObject({
    status: 400,
  });
  const { body } = await ask('GET', '/subscribers');
  expect(body.subscribers).toMatchObject([{ name: 'Partner', events: ['OrderConfirmed'] }]);
  const path = `/subscribers/${body.subscribers[0].id}`;
  const renewed = await ask('POST', `${path}/token`);
  expect(await ask('GET', '/events', { token })).toMatchObject({ status: 401 });
  expect(await ask('GET', '/events', { token: renewed.body.token })).toMatchObject({ status: 200 });
  expect(await ask('DELETE', path)).toMatchObject({ status: 204 });
  expect(await ask('GET', '/events', { token: renewed.body.token })).toMatchObject({ status: 401 });
  expect(await ask('GET', '/nothing')).toMatchObject({ status: 404 });
});
