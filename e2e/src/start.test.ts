import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { driveShop, type ShopDriver } from './shop-driver.ts';
import { waitUntil } from './wait-until.ts';

const main = join(import.meta.dirname, '../../services/shop/src/main.ts');
const running = new Set<OpenShop>();
let folder: string;

interface OpenShop {
  readonly drive: ShopDriver;
  /** Where a service is, as it has printed; empty before it has. */
  urlOf(service: string): string;
  /** All that it has printed so far. */
  output(): string;
  /** As Ctrl-C does. Resolves with the exit code. */
  interrupt(): Promise<number | null>;
  /** As `kill -9` does. */
  kill(): Promise<void>;
}

/** `npm start` in a folder of its own. */
async function start(variables: Readonly<Record<string, string>> = {}): Promise<OpenShop> {
  const environment = {
    ...process.env,
    PORT: '0',
    WAREHOUSE_PORT: '0',
    GATEWAY_PORT: '0',
    ANALYTICS_PORT: '0',
    DOCS_PORT: '0',
    PICKING_TIME: '0',
    ...variables,
  };
  const child = spawn(process.execPath, [main], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += `stderr: ${chunk}`;
  });
  const ended = once(child, 'exit');
  const opened = waitUntil(
    'the shop is open',
    () => {
      if (child.exitCode !== null) throw new Error(`it ended: ${output}`);
      return output.includes('Events show below');
    },
    { patience: 90_000 },
  );
  await opened.catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  const urlOf = (service: string): string => new RegExp(`${service}  +(http://\\S+)`).exec(output)?.[1] ?? '';
  const shop: OpenShop = {
    urlOf,
    drive: driveShop({ storefrontUrl: urlOf('storefront'), warehouseUrl: urlOf('warehouse') }),
    output: () => output,
    async interrupt() {
      running.delete(shop);
      // The terminal sends it to every process, and npm passes on what it gets: at once, before the process is gone.
      child.stdout.once('data', () => child.kill('SIGINT'));
      child.kill('SIGINT');
      await ended;
      return child.exitCode;
    },
    async kill() {
      running.delete(shop);
      child.kill('SIGKILL');
      await ended;
    },
  };
  running.add(shop);
  return shop;
}

/** Places the order that is shown as a command of curl, which not every machine has. */
async function placeShownOrder(output: string): Promise<string> {
  const { url = '', body = '' } = /curl -X POST (?<url>\S+) .*-d '(?<body>.*)'/.exec(output)?.groups ?? {};
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return z.object({ orderId: z.string() }).parse(await response.json()).orderId;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventwright-start-'));
});

afterEach(async () => {
  for (const shop of running) await shop.interrupt();
  await rm(folder, { recursive: true, force: true });
});

describe('npm start', () => {
  it('shows events as they flow, stops clean, and goes on with what was there', { timeout: 300_000 }, async () => {
    const first = await start();
    const orderId = await placeShownOrder(first.output());
    await first.drive.orderIs(orderId, 'delivered');
    await waitUntil('the delivery is shown', () =>
      new RegExp(`shipping +ParcelDelivered v1 +${orderId}`).test(first.output()),
    );
    expect(await first.interrupt()).toBe(0);
    expect(first.output()).toMatch(/Closed\.\n$/);
    expect(first.output()).not.toContain('stderr');

    const second = await start();
    expect(await second.drive.order(orderId)).toMatchObject({ status: 'delivered' });
    expect(await second.drive.level('MUG-BLUE')).toMatchObject({ onHand: 398, reserved: 0 });
    expect(await second.interrupt()).toBe(0);
  });

  it('shows the documentation of its contracts as soon as it is made', { timeout: 300_000 }, async () => {
    const shop = await start();
    expect(shop.urlOf('documentation')).toBe('');
    await waitUntil('the documentation is there', () => shop.urlOf('documentation') !== '', { patience: 240_000 });
    const address = shop.urlOf('documentation');
    expect(await (await fetch(address)).text()).toContain('<h1>The shop');
    // Who reads what comes after: the code takes longer to read.
    await waitUntil(
      'the code is read',
      async () => (await (await fetch(`${address}data/OrderPlaced.js`)).text()).includes('services/orders/src/'),
      { patience: 240_000 },
    );
    expect(await shop.interrupt()).toBe(0);
    await expect(fetch(address)).rejects.toThrow();
    expect(shop.output()).not.toContain('stderr');
  });

  it('leaves no process behind where it is killed', { timeout: 300_000 }, async () => {
    const shop = await start();
    await waitUntil('the documentation is there', () => shop.urlOf('documentation') !== '', { patience: 240_000 });
    await shop.kill();
    const isGone = () =>
      fetch(shop.urlOf('documentation')).then(
        () => false,
        () => true,
      );
    await waitUntil('the documentation is gone', isGone, { patience: 120_000 });
  });

  it('goes on without it where its port is taken, and says so', { timeout: 300_000 }, async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const shop = await start({ DOCS_PORT: String(port) });
    await waitUntil('it says so', () => shop.output().includes(`no documentation: The port ${port} cannot be had`), {
      patience: 240_000,
    });
    expect(await shop.drive.level('MUG-BLUE')).toMatchObject({ reserved: 0 });
    expect(await shop.interrupt()).toBe(0);
    other.close();
  });
});
