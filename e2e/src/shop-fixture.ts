import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineName, type Shop, startShop } from '@shop/shop';
import { type EventRecording, recordEvents } from './event-record.ts';
import { driveShop, type ShopDriver } from './shop-driver.ts';
import { waitUntil } from './wait-until.ts';

export interface ShopUnderTest {
  /** What it runs on, for people. */
  readonly name: string;
  readonly engine: EngineName;
  /** Addresses of engines and databases. Called once. */
  environment(): Promise<Readonly<Record<string, string | undefined>>>;
}

export interface OpenShop {
  readonly shop: Shop;
  readonly drive: ShopDriver;
  readonly recording: EventRecording;
}

/** A shop in a folder of its own, which can be closed and opened again. */
export interface ShopFixture {
  /** Throws while it is closed. */
  readonly now: OpenShop;
  open(options?: { readonly pickingTime?: number }): Promise<void>;
  close(): Promise<void>;
  /** Closes it and removes its folder. */
  remove(): Promise<void>;
  /** Subjects of the e-mails about an order, sorted. */
  mailsAbout(orderId: string): Promise<readonly string[]>;
  /** Waits until all e-mails about a delivered order were sent. */
  allMailsSent(orderId: string): Promise<void>;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const mailsOfDeliveredOrder = 5;

export async function createShopFixture({
  engine,
  environment,
}: Pick<ShopUnderTest, 'engine' | 'environment'>): Promise<ShopFixture> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'eventwright-shop-'));
  const given = await environment();
  let current: OpenShop | undefined;
  const now = (): OpenShop => {
    if (current === undefined) throw new TypeError('the shop is closed');
    return current;
  };
  const close = async (): Promise<void> => {
    const closing = current;
    current = undefined;
    await closing?.recording.close();
    await closing?.shop.close();
  };
  return {
    get now() {
      return now();
    },
    async open({ pickingTime = 0 } = {}) {
      const shop = await startShop({ engine, dataDirectory, environment: given, pickingTime, log: quiet });
      current = { shop, drive: driveShop(shop), recording: await recordEvents(shop) };
    },
    close,
    async remove() {
      await close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
    mailsAbout: (orderId) => mailsIn(join(dataDirectory, 'mail'), orderId),
    async allMailsSent(orderId) {
      await waitUntil(`all e-mails about ${orderId} are sent`, () => {
        const names = now().recording.namesOf(orderId);
        return names.filter((name) => name === 'EmailSent').length === mailsOfDeliveredOrder;
      });
    },
  };
}

async function mailsIn(folder: string, orderId: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.eml'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const about = texts.filter((text) => text.includes(orderId));
  return about.map((text) => /^Subject: (.*)$/m.exec(text)?.[1] ?? '').toSorted();
}
