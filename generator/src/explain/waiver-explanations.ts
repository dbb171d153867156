import { change, type Example, type Explanation, together, whole } from './explanation.ts';

const widening = change('asyncapi/channels/orders.yaml', 'partitions: 6', 'partitions: 12');

const waiver = (subject: string, more: string): Example =>
  whole({
    'eventwright.waivers.yaml': `waivers:
  - rule: PARTITIONS_CHANGED
    subject: ${subject}
    reason: nobody counts on the order before the launch
    owner: shop-team${more}`,
  });

const lasting = "\n    expires: '2099-12-31'";

/** Of what is wrong with `eventwright.waivers.yaml`. */
export const waiverExplanations: readonly Explanation[] = [
  {
    id: 'WAIVER_EXPIRED',
    what: 'A waiver counted until a day that is over, and what it lets through is still there.',
    why: 'A waiver is for a while; without an end nobody would ever look at it again.',
    cure: 'Make the change safe, or review the waiver and give it a new date.',
    bad: together(widening, waiver('shop.orders', "\n    expires: '2020-12-31'")),
    good: together(widening, waiver('shop.orders', lasting)),
  },
  {
    id: 'WAIVER_INVALID',
    what: 'An entry of `eventwright.waivers.yaml` lacks rule, subject, reason, owner or expiry, or has something else.',
    why: 'A waiver that cannot be read waives nothing, and one without a reason or an owner nobody can review.',
    cure: 'Write all five; rule and subject as the report prints them.',
    bad: together(widening, waiver('shop.orders', '')),
    good: together(widening, waiver('shop.orders', lasting)),
  },
  {
    id: 'WAIVER_UNUSED',
    what: 'Nothing is found that a waiver would let through.',
    why: 'It would let the next such change through unseen.',
    cure: 'Remove it; if it is meant for something else, copy rule and subject from the report.',
    bad: together(widening, waiver('shop.payments', lasting)),
    good: together(widening, waiver('shop.orders', lasting)),
  },
];
