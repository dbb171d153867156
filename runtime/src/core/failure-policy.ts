import type { Decoded } from './pipeline/decode.ts';
import type { RetryPolicy } from './pipeline/retry-policy.ts';
import type { ReceiveSettings } from './receive-options.ts';
import type { AnyReceiveRoute } from './routes.ts';

/** Waits of the tries in place, and of what depends on the surroundings, in milliseconds. */
const inPlace = { first: 100, longest: 2_000 } as const;
const outage = { first: 500, longest: 10_000 } as const;

/**
 * How failures of each message are treated: as the contract says of its operation, else as the application does, else by
 * default. What could not be decoded has no later tries, since nothing waits for an effect of it.
 */
export function failurePolicies(settings: ReceiveSettings): (decoded?: Decoded) => RetryPolicy {
  const general = generalPolicy(settings);
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

function generalPolicy({ attempts, later, timeout, errors, retryLater }: ReceiveSettings): RetryPolicy {
  return { attempts, later, timeout, errors, inPlace, retryLater, outage, random: Math.random };
}

function routePolicy({ retry = {}, errors = [] }: AnyReceiveRoute, general: RetryPolicy): RetryPolicy {
  return { ...general, ...retry, errors: [...errors, ...general.errors] };
}
