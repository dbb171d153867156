import { describe, expect, it } from 'vitest';
import { atRest } from '../testing/manual-time.ts';
import { createSlots } from './slots.ts';

describe('createSlots', () => {
  it('gives as many slots as there are, then makes others wait, first come first served', async () => {
    const slots = createSlots(2, new AbortController().signal);
    const order: string[] = [];
    const acquire = (name: string): Promise<void> => slots.acquire().then(() => void order.push(name));
    void acquire('a');
    void acquire('b');
    void acquire('c');
    void acquire('d');
    await atRest();
    expect(order).toEqual(['a', 'b']);
    slots.release();
    await atRest();
    expect(order).toEqual(['a', 'b', 'c']);
    slots.release();
    await atRest();
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is idle as soon as every slot is free again', async () => {
    const slots = createSlots(2, new AbortController().signal);
    await slots.idle();
    await slots.acquire();
    await slots.acquire();
    let idle = false;
    void slots.idle().then(() => {
      idle = true;
    });
    slots.release();
    await atRest();
    expect(idle).toBe(false);
    slots.release();
    await atRest();
    expect(idle).toBe(true);
  });

  it('refuses whoever waits or comes once it is stopping, and still waits for taken slots', async () => {
    const stopping = new AbortController();
    const slots = createSlots(1, stopping.signal);
    await slots.acquire();
    const waiting = slots.acquire();
    stopping.abort(new Error('closing'));
    await expect(waiting).rejects.toThrow('closing');
    await expect(slots.acquire()).rejects.toThrow('closing');
    let idle = false;
    void slots.idle().then(() => {
      idle = true;
    });
    await atRest();
    expect(idle).toBe(false);
    slots.release();
    await atRest();
    expect(idle).toBe(true);
  });

  it('starts work in its turn among all who wait, and none once it is stopping', async () => {
    const stopping = new AbortController();
    const slots = createSlots(1, stopping.signal);
    const order: string[] = [];
    slots.whenFree(() => order.push('a'));
    slots.whenFree(() => order.push('b'));
    void slots.acquire().then(() => order.push('c'));
    slots.whenFree(() => order.push('d'));
    expect(order).toEqual(['a']);
    slots.release();
    slots.release();
    await atRest();
    expect(order).toEqual(['a', 'b', 'c']);
    stopping.abort();
    slots.release();
    slots.whenFree(() => order.push('e'));
    await atRest();
    expect(order).toEqual(['a', 'b', 'c']);
    await slots.idle();
  });
});
