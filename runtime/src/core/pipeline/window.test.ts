import { describe, expect, it } from 'vitest';
import { atRest } from '../testing/manual-time.ts';
import { createWindow, heldWindows, type Window } from './window.ts';

const bytes = { share: 1_000 };

/** Whether there is room right now. */
async function hasRoom(window: Window): Promise<boolean> {
  let room = false;
  void Promise.resolve(window.room()).then(() => {
    room = true;
  });
  await atRest();
  return room;
}

describe('createWindow', () => {
  it('has room for so many records, and again when one leaves', async () => {
    const window = createWindow(2, bytes);
    window.enter(1);
    expect(await hasRoom(window)).toBe(true);
    window.enter(1);
    expect(await hasRoom(window)).toBe(false);
    const waiting = window.room();
    window.leave(1);
    await waiting;
    expect(await hasRoom(window)).toBe(true);
  });

  it('does not let records that wait for a retry of their key keep others out', async () => {
    const window = createWindow(2, bytes);
    window.enter(1);
    window.enter(1);
    window.hold(2);
    expect(await hasRoom(window)).toBe(true);
    window.release(2);
    expect(await hasRoom(window)).toBe(false);
  });

  it('holds no more than a multiple of its size', async () => {
    const window = createWindow(2, bytes);
    const most = 2 * heldWindows;
    for (let record = 0; record < most; record += 1) window.enter(1);
    window.hold(most - 1);
    expect(await hasRoom(window)).toBe(true);
    window.hold(1);
    expect(await hasRoom(window)).toBe(false);
  });

  it('has no room for more bytes than it may keep, except for a record that is alone', async () => {
    const window = createWindow(10, bytes);
    expect(await hasRoom(window)).toBe(true);
    window.enter(bytes.share * 2);
    expect(await hasRoom(window)).toBe(false);
    window.leave(bytes.share * 2);
    expect(await hasRoom(window)).toBe(true);
    window.enter(bytes.share - 1);
    expect(await hasRoom(window)).toBe(true);
    window.enter(1);
    expect(await hasRoom(window)).toBe(false);
  });

  it('lets everyone through once it is open for good', async () => {
    const window = createWindow(1, bytes);
    window.enter(1);
    const waiting = window.room();
    window.openForGood();
    await waiting;
    expect(await hasRoom(window)).toBe(true);
  });
});
