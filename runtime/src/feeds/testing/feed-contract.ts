import { describe, expect, it } from 'vitest';
import type { Application } from '../../core/application.ts';
import { numbersIn, type OpenFeedForTest } from './feed-host.ts';
import { parcelEvent, parcelShipped } from './parcel-events.ts';

/** What a feed is on every database. */
export function describeFeed(open: OpenFeedForTest): void {
  describe('a feed', () => {
    it('gives events positions from 1 on, without gaps, and shows what is public of them', async () => {
      const { feed, ship } = await open();
      await ship('A', 1, 2);
      const events = await feed.after(0n);
      expect(events.map(({ position }) => position)).toEqual([1n, 2n]);
      expect(JSON.parse(events[0]?.body ?? '')).toEqual({
        specversion: '1.0',
        id: '00000000-0000-7000-8000-000000000001',
        source: '/shipping',
        type: 'shop.ParcelShipped.v1',
        time: '2026-11-21T12:00:00.000Z',
        subject: 'A',
        datacontenttype: 'application/json',
        data: { orderId: 'A', count: '1' },
      });
    });

    it('has an event only once its transaction is committed, and not at all where that fails', async () => {
      const { feed, database, ship } = await open();
      const failing = database.transaction(async (tx) => {
        await feed.add(tx, parcelShipped, parcelEvent('A', 1));
        throw new Error('undone');
      });
      await expect(failing).rejects.toThrow('undone');
      await ship('A', 2);
      expect(numbersIn(await feed.after(0n))).toEqual([2]);
    });

    it('tells those who wait, whichever process added the event', async () => {
      const { feed, ship, again } = await open();
      const other = await again();
      const told = other.grown(0n, AbortSignal.timeout(10_000));
      await ship('A', 1);
      await told;
      expect(numbersIn(await other.after(0n))).toEqual([1]);
      expect(other.last).toBe(feed.last);
    });

    it('stops waiting where the signal says so', async () => {
      const { feed } = await open();
      await expect(feed.grown(0n, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    });

    it('reads from the database what this process has not seen', async () => {
      const { ship, again } = await open();
      await ship('A', 1, 2, 3);
      const other = await again();
      expect(numbersIn(await other.after(0n, 2))).toEqual([1, 2]);
      expect(numbersIn(await other.after(2n))).toEqual([3]);
      expect(await other.after(3n)).toEqual([]);
    });

    it('forgets whole pages, so that those that stay do not change', async () => {
      const { feed, database, ship, again } = await open();
      await ship('A', ...Array.from({ length: 250 }, (_, index) => index + 1));
      await database.transaction((tx) =>
        tx.query("update eventwright_feed set added_at = added_at - interval '31 days' where position <= 230"),
      );
      // The one that is open looks once a minute; one that is opened looks at once.
      const other = await again();
      await expect.poll(() => other.range(), { timeout: 15_000 }).toEqual({ first: 201n, last: 250n });
      expect((await other.after(200n)).length).toBe(50);
      await feed.close();
    });

    it('goes on counting where all is forgotten', async () => {
      const { database, ship, again } = await open();
      await ship('A', ...Array.from({ length: 100 }, (_, index) => index + 1));
      await database.transaction((tx) =>
        tx.query("update eventwright_feed set added_at = added_at - interval '31 days'"),
      );
      const other = await again();
      await expect.poll(() => other.range(), { timeout: 15_000 }).toEqual({ first: 101n, last: 100n });
      await ship('A', 101);
      await other.grown(100n, AbortSignal.timeout(10_000));
      expect((await other.after(100n)).map(({ position }) => position)).toEqual([101n]);
    });

    it('refuses an application that receives what is not public', async () => {
      const { feed } = await open();
      const { public: _, ...hidden } = parcelShipped;
      const application: Application<object, { parcelShipped: () => Promise<void> }> = {
        name: 'gateway',
        version: '1.0.0',
        source: '/gateway',
        send: {},
        receive: {
          parcelShipped: {
            channel: { topic: 't', description: '', partitions: 1, replicas: 1, config: {} },
            message: hidden,
            valueSubject: 'v',
            keySubject: 'k',
            group: 'gateway',
          },
        },
      };
      expect(() => feed.handlers(application)).toThrow('The message ParcelShipped is not public');
    });

    it('makes cursors that nobody else can make', async () => {
      const { feed, again } = await open();
      const cursor = feed.seal(7n);
      expect((await again()).open(cursor)).toBe(7n);
      const bytes = Buffer.from(cursor, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const forged = Buffer.from(bytes);
        forged.writeUInt8(forged.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(feed.open(forged.toString('base64url'))).toBeUndefined();
      }
      for (const text of ['', '7', cursor.slice(1), `${cursor}A`]) expect(feed.open(text)).toBeUndefined();
    });
  });

  describe('subscribers', () => {
    it('are known by their token until it is renewed or revoked', async () => {
      const { subscribers } = await open();
      const { id, token } = await subscribers.add({ name: 'Carrier', events: ['ParcelShipped'] });
      expect(await subscribers.authenticate(token)).toMatchObject({ id, name: 'Carrier', events: ['ParcelShipped'] });
      const renewed = await subscribers.renew(id);
      expect(await subscribers.authenticate(token)).toBeUndefined();
      expect(await subscribers.authenticate(renewed?.token ?? '')).toMatchObject({ id });
      expect(await subscribers.revoke(id)).toBe(true);
      expect(await subscribers.authenticate(renewed?.token ?? '')).toBeUndefined();
      expect(await subscribers.list()).toEqual([]);
    });

    it('are not known by the token of another, or half of it', async () => {
      const { subscribers } = await open();
      const one = await subscribers.add({ name: 'One', events: [] });
      const two = await subscribers.add({ name: 'Two', events: [] });
      const mixed = one.token.replace(one.id, two.id);
      for (const token of [mixed, one.token.slice(0, -1), '', 'ews_', `${one.token}A`]) {
        expect(await subscribers.authenticate(token)).toBeUndefined();
      }
    });

    it('have no token in the database', async () => {
      const { subscribers, database } = await open();
      const { token } = await subscribers.add({ name: 'One', events: [] });
      const rows = await database.transaction((tx) => tx.query('select s::text as text from eventwright_subscriber s'));
      expect(JSON.stringify(rows)).not.toContain(token.slice(-43));
    });
  });
}
