import type { Output, Workflow } from '@eventwright/runtime/workflows';
import type { KeeperHandlers, Purchase } from './purchase-contract.ts';

export interface PurchaseState extends Purchase {
  readonly charges: number;
}

type Status = 'charging' | 'charged' | 'refunding' | 'done' | 'cancelled';
type Timer = 'late' | 'settle' | 'refundLate';
type Outputs = readonly Output<KeeperHandlers, Status, Timer>[];

const byOrder = ({ value }: { readonly value: Purchase }): string => value.orderId;

const charge = ({ orderId }: Purchase): Outputs => [
  { send: 'charge', key: orderId, value: { orderId } },
  { start: 'late', after: 400 },
];

const refund = ({ orderId }: Purchase): Outputs => [
  { send: 'refund', key: orderId, value: { orderId } },
  { start: 'refundLate', after: 1_000 },
  { become: 'refunding' },
];

type PurchaseWorkflow = Workflow<KeeperHandlers, PurchaseState, Status, Timer>;

/** Asks a bank again and again, and gives the money back where it never answers, or the customer turns out to be nobody. */
const first: PurchaseWorkflow = {
  name: 'purchase',
  version: 1,
  key: { ordered: byOrder, paid: byOrder, refunded: byOrder },
  transitions: {
    start: { ordered: 'charging' },
    charging: { paid: 'charged', late: ['charging', 'refunding'], cancel: 'refunding' },
    charged: { settle: ['done', 'refunding'], cancel: 'refunding' },
    refunding: { refunded: 'cancelled', refundLate: 'refunding' },
    done: {},
    cancelled: {},
  },
  initialState: { ordered: ({ value }) => ({ ...value, charges: 0 }) },
  decide: {
    ordered: charge,
    late: (purchase) => (purchase.charges < 4 ? charge(purchase) : refund(purchase)),
    paid: () => [{ start: 'settle', after: 300 }],
    settle: (purchase) => (purchase.orderId.endsWith('0') ? refund(purchase) : []),
    cancel: refund,
    refundLate: refund,
  },
  evolve: { charge: (purchase) => ({ ...purchase, charges: purchase.charges + 1 }) },
};

/** Asks three times at the most, and no longer thinks better of it: what was charged is done. */
const second: PurchaseWorkflow = {
  ...first,
  version: 2,
  decide: {
    ...first.decide,
    late: (purchase) => (purchase.charges < 3 ? charge(purchase) : refund(purchase)),
    settle: () => [],
  },
};

export type PurchaseVersion = 1 | 2;

export const purchaseWorkflow = (version: number): PurchaseWorkflow => (version === 2 ? second : first);
