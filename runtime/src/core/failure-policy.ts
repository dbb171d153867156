import type { Delivery } from './delivery.ts';
import type { Decoded } from './pipeline/decode.ts';
import type { RetryPolicy } from './pipeline/retry-policy.ts';
import type { ReceiveSettings } from './receive-options.ts';
import type { AnyReceiveRoute } from './routes.ts';

/** Waits of the tries in place, and of what depends on the surroundings, in milliseconds. */
const inPlace = { first: 100, longest: 2_000 } as const;
const outage = { first: 500, longest: 10_000 } as const;

/** Later tries, with delivery: 5 s, 30 s, 2 min, 10 min, 1 h. Without, a key that waits would do so in memory alone. */
const laterWithDelivery: readonly number[] = [5_000, 30_000, 120_000, 600_000, 3_600_000];

/**
 * A handler that holds a transaction may take 30 s, half of what its server lets a transaction stand idle by default.
 * Without it may take five minutes: only so that one that waits for ever does not stop its lane for ever.
 */
const timeoutWithDelivery = 30_000;
const timeoutWithout = 300_000;

/**
 * How failures of each message are treated: as the contract says of its operation, else as the application does, else by
 * default. What could not be decoded has no later tries, since nothing waits for an effect of it.
 */
export function failurePolicies(
  settings: ReceiveSettings,
  delivery: Delivery | undefined,
): (decoded?: Decoded) => RetryPolicy {
  const general = generalPolicy(settings, delivery);
  const unreadable = { ...general, later: [] };
  const known = new Map<AnyReceiveRoute, RetryPolicy>();
  return (decoded) => {
    if (decoded === undefined) return unreadable;
    const route = decoded.binding?.route;
    if (route === undefined) return general;
    const policy = known.get(route) ?? routePolicy(route, general);
    known.set(route, policy);
    return policy;
  };
}

function generalPolicy(settings: ReceiveSettings, delivery: Delivery | undefined): RetryPolicy {
  const { attempts, errors, retryLater } = settings;
  const later = settings.later ?? (delivery === undefined ? [] : laterWithDelivery);
  const timeout = settings.timeout ?? (delivery === undefined ? timeoutWithout : timeoutWithDelivery);
  return { attempts, later, timeout, errors, inPlace, retryLater, outage, random: Math.random };
}

function routePolicy({ retry = {}, errors = [] }: AnyReceiveRoute, general: RetryPolicy): RetryPolicy {
  return { ...general, ...retry, errors: [...errors, ...general.errors] };
}
