import { type Example, type Explanation, part } from './explanation.ts';

const operation = (action: 'send' | 'receive', more: string): Example =>
  part(`operations:
  orders:
    action: ${action}
    channel: { $ref: '#/channels/orders' }
    ${more}`);

/** Of `x-retry` and `x-errors`. */
export const failurePolicyExplanations: readonly Explanation[] = [
  {
    id: 'ERROR_CLASS_INVALID',
    what: '`x-errors` is no list of errors, each with its name or code and its class, or has one error twice.',
    why: 'An error whose class is not understood would be tried again, or given up, as one that nobody thought of.',
    cure: 'Write `{ error: CardDeclined, class: fatal }`; classes are transient, retry, fatal and outage.',
    bad: operation('receive', 'x-errors: [{ error: CardDeclined, class: fatel }]'),
    good: operation('receive', 'x-errors: [{ error: CardDeclined, class: fatal }]'),
  },
  {
    id: 'FAILURE_POLICY_MISPLACED',
    what: '`x-retry` or `x-errors` stands where nothing follows it: on an operation that sends, a channel, a message, or in `info`.',
    why: 'Who receives decides what is done about failures, each application for itself. Elsewhere it would only look as if.',
    cure: 'Write it on the receive operation, or at the top of the document for all that it receives.',
    bad: operation('send', 'x-retry: { attempts: 5 }'),
    good: operation('receive', 'x-retry: { attempts: 5 }'),
  },
  {
    id: 'RETRY_POLICY_INVALID',
    what: '`x-retry` has a key that does not exist, or a value that is no number of tries, no list or no duration.',
    why: 'Generated code follows it to the letter. What it could not follow would be noticed in a failure, when it counts.',
    cure: 'Write `x-retry: { attempts: 3, later: [5s, 30s, 2m], timeout: 30s }`, and leave out what is not to be set.',
    bad: operation('receive', 'x-retry: { attempts: 3, later: [5 seconds] }'),
    good: operation('receive', 'x-retry: { attempts: 3, later: [5s] }'),
  },
];
