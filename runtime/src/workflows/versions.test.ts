import { describe, expect, it } from 'vitest';
import type { AnyWorkflow } from './any-workflow.ts';
import { orderWorkflow } from './testing/order-workflow.ts';
import { versionsOf } from './versions.ts';

const { transitions } = orderWorkflow;

describe('versionsOf', () => {
  it('has the highest version begin, whatever the order', () => {
    const second = { ...orderWorkflow, version: 2 };
    expect(versionsOf([orderWorkflow, second]).newest.version).toBe(2);
    expect(versionsOf([second, orderWorkflow]).newest.version).toBe(2);
  });

  it('takes the events of every version, each by the newest that knows it', () => {
    const { cancelAsked: _, ...key } = orderWorkflow.key;
    const fewer: AnyWorkflow = { ...orderWorkflow, version: 2, key };
    const { inputs, keyOf } = versionsOf([orderWorkflow, fewer]);
    expect(inputs).toContain('cancelAsked');
    expect(keyOf('cancelAsked')).toBe(orderWorkflow.key.cancelAsked);
  });

  it.each<readonly [string, readonly AnyWorkflow[], string]>([
    ['none', [], 'No version of a workflow was given.'],
    [
      'two workflows',
      [orderWorkflow, { ...orderWorkflow, name: 'other', version: 2 }],
      'are two workflows. Open each by itself',
    ],
    ['one version twice', [orderWorkflow, orderWorkflow], 'order version 1 was given twice. Count versions up'],
    ['no version', [{ ...orderWorkflow, version: 0 }], 'order version 0: its version is no whole number above 0'],
    ['a strange name', [{ ...orderWorkflow, name: 'my order' }], 'my order version 1: its name may have'],
    [
      'an input of the name cancel',
      [{ ...orderWorkflow, key: { cancel: () => '' } }],
      "an input may not be called 'cancel'",
    ],
    ['no start', [{ ...orderWorkflow, transitions: { ...transitions, start: {} } }], 'nothing starts it.'],
    [
      'a timer that starts it',
      [{ ...orderWorkflow, transitions: { ...transitions, start: { paymentLate: 'unpaid' } } }],
      "'paymentLate' cannot start it",
    ],
    ['no state at first', [{ ...orderWorkflow, initialState: {} }], "'placed' starts it, but initialState lacks it."],
    [
      'a status that is missing',
      [{ ...orderWorkflow, transitions: { start: { placed: 'lost' } } }],
      "something leads to 'lost', which transitions lack.",
    ],
    [
      'a status that nothing leads to',
      [{ ...orderWorkflow, transitions: { ...transitions, lost: {} } }],
      "nothing leads to 'lost'.",
    ],
  ])('refuses %s', (_, definitions, message) => {
    expect(() => versionsOf(definitions)).toThrow(`[WORKFLOW_INVALID] `);
    expect(() => versionsOf(definitions)).toThrow(message);
  });
});
