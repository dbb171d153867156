import { expect, it } from 'vitest';
import { diagram } from './diagram.ts';
import { orderWorkflow } from './testing/order-workflow.ts';

it('draws statuses and what leads from one to the other', () => {
  expect(diagram(orderWorkflow)).toBe(`stateDiagram-v2
  [*] --> unpaid : placed
  unpaid --> paid : paid
  unpaid --> rejected : declined
  unpaid --> unpaid : ⏱ paymentLate
  unpaid --> refunding : ⏱ paymentLate, cancelAsked, [cancel]
  paid --> done : reserved
  paid --> refunding : short, cancelAsked, [cancel]
  refunding --> cancelled : refunded
  refunding --> refunding : ⏱ refundLate
  done --> [*]
  rejected --> [*]
  cancelled --> [*]`);
});

it('names statuses so that mermaid takes them', () => {
  const transitions = { start: { placed: 'not paid' }, 'not paid': {} };
  expect(diagram({ ...orderWorkflow, transitions })).toBe(`stateDiagram-v2
  state "not paid" as not_paid
  [*] --> not_paid : placed
  not_paid --> [*]`);
});
