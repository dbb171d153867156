import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Finds the addresses of a name. Rejects, or gives none, where it has none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

export interface TargetRules {
  readonly resolve: Resolve;
  /** Addresses that are let through though they are not public, and over plain HTTP: for tests and development. */
  readonly allowedAddresses: readonly string[];
}

/** Asks DNS by sockets of its own: names that hang hold up no thread that others need. */
export const resolveByDns: Resolve = async (name) => {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
};

const longestUrl = 2_000;

/** What is wrong with the address of an endpoint, as far as it can be told without DNS; undefined where nothing is. */
export function targetProblem(
  text: string,
  { allowedAddresses }: Pick<TargetRules, 'allowedAddresses'>,
): string | undefined {
  const url = text.length <= longestUrl && URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'The URL is not valid.';
  if (url.username !== '' || url.password !== '')
    return 'The URL has a user or a password. Signatures tell who we are.';
  const host = hostOf(url);
  const isAllowed = allowedAddresses.includes(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isAllowed))
    return 'The URL has to begin with https://.';
  if (isIP(host) !== 0 && !isAllowed && !isPublicAddress(host)) return 'The address is not on the public internet.';
  return undefined;
}

/**
 * The one address to connect to. The name is looked up once, here: what is connected to is what was checked, whatever the
 * name stands for a moment later. Throws where any of its addresses is not public.
 */
export async function targetAddress(url: URL, { resolve, allowedAddresses }: TargetRules): Promise<string> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  const [first] = addresses;
  if (first === undefined) throw new Error('the name has no address');
  if (!addresses.every((address) => allowedAddresses.includes(address) || isPublicAddress(address))) {
    throw new Error('the address is not on the public internet');
  }
  return first;
}

/** Without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');
