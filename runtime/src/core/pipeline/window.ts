import type { WindowBytes } from './window-bytes.ts';

/** Backpressure of one claim: how much of it may be in flight before no more is taken in. */
export interface Window {
  /** Resolves when another record may enter, or when the window was opened for good; undefined where that is now. */
  room(): Promise<void> | undefined;
  enter(bytes: number): void;
  leave(bytes: number): void;
  /** So many records now wait behind a retry of their key; they no longer keep others out. */
  hold(records: number): void;
  /** So many records no longer wait. */
  release(records: number): void;
  /** Lets everyone through, since nothing will leave any more. */
  openForGood(): void;
}

/** Held records may be this many times as many as the window, so that one stuck key does not stop the partition. */
export const heldWindows = 16;

/** @param bytes How many may be in flight; a single bigger record enters when it is alone. */
export function createWindow(records: number, bytes: Pick<WindowBytes, 'share'>): Window {
  let moving = 0;
  let held = 0;
  let bytesInside = 0;
  let open = false;
  let waiters: (() => void)[] = [];
  const hasRoom = (): boolean =>
    open || (moving < records && held < records * heldWindows && (bytesInside < bytes.share || moving + held === 0));
  const wake = (): void => {
    if (!hasRoom()) return;
    const woken = waiters;
    waiters = [];
    for (const waiter of woken) waiter();
  };
  const untilRoom = async (): Promise<void> => {
    while (!hasRoom()) await new Promise<void>((resolve) => waiters.push(resolve));
  };
  return {
    room: () => (hasRoom() ? undefined : untilRoom()),
    enter: (size) => {
      moving += 1;
      bytesInside += size;
    },
    leave: (size) => {
      moving -= 1;
      bytesInside -= size;
      wake();
    },
    hold: (count) => {
      moving -= count;
      held += count;
      wake();
    },
    release: (count) => {
      moving += count;
      held -= count;
      wake();
    },
    openForGood: () => {
      open = true;
      wake();
    },
  };
}
