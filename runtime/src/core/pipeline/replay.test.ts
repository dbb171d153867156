import { describe, expect, it } from 'vitest';
import { headerBytes } from '../header-text.ts';
import { record } from '../testing/hand-claim.ts';
import { isForAnotherGroup } from './replay.ts';

const withHeaders = (headers: Readonly<Record<string, string>>) =>
  record(0, { headers: new Map(Object.entries(headers).map(([name, text]) => [name, headerBytes(text)])) });

describe('isForAnotherGroup', () => {
  it('is true for a replayed dead letter of another group alone', () => {
    expect(isForAnotherGroup(withHeaders({ dlq_replay_id: 'r', dlq_group: 'payments' }), 'orders')).toBe(true);
    expect(isForAnotherGroup(withHeaders({ dlq_replay_id: 'r', dlq_group: 'orders' }), 'orders')).toBe(false);
    expect(isForAnotherGroup(withHeaders({ dlq_replay_id: 'r', dlq_group: 'orders-2' }), 'orders')).toBe(true);
  });

  it('is false for what was dead once but not replayed, and for a replay for everybody', () => {
    expect(isForAnotherGroup(withHeaders({ dlq_group: 'payments' }), 'orders')).toBe(false);
    expect(isForAnotherGroup(withHeaders({ dlq_replay_id: 'r' }), 'orders')).toBe(false);
  });
});
