import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSubscriptionMemory } from '../partitions/subscription-memory.ts';
import { createGroupMember } from './group-member.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A member whose broker is away; `log` hears how it tries. */
function setUp() {
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
  const member = createGroupMember({
    settings: { brokers: ['127.0.0.1:1'], clientId: 'test', log },
    sessionTimeout: 6_000,
    stallTimeout: 30_000,
    subscription: { group: 'g', topics: ['orders'], startFrom: 'earliest', onRecords: async () => undefined },
    memory: createSubscriptionMemory(),
  });
  return { member, log };
}

describe('a member whose broker is away', () => {
  it('is not taken for lost as long as it tries', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'performance'] });
    const { member, log } = setUp();
    let outcome = 'tries';
    member.joined.catch((error: Error) => {
      outcome = error.message;
    });
    for (let round = 0; round < 4; round += 1) {
      const tries = log.warn.mock.calls.length;
      await vi.waitFor(() => expect(log.warn.mock.calls.length).toBeGreaterThan(tries), { timeout: 5_000 });
      await vi.advanceTimersByTimeAsync(100_000);
    }
    expect(outcome).toBe('tries');
    await member.close();
  });
});
