import { BlockList, isIP } from 'node:net';

/** Ranges that lead nowhere on the public internet, by the registries of IANA. */
const reserved = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

/** Inside of the global unicast range of IPv6: Teredo and the like, documentation, 6to4, which leads to any IPv4. */
const reservedGlobal = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const listOf = (ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
};

const reserved4 = listOf(reserved, 'ipv4');
const reserved6 = listOf(reservedGlobal, 'ipv6');
const global6 = listOf(['2000::/3'], 'ipv6');

/**
 * Whether an address is one of the public internet: none of this machine, of a private network, of a link, of a cloud's
 * metadata, nor one that stands for such, as IPv6 can for IPv4. Of IPv6 only global unicast is. False for what is no
 * address.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !reserved4.check(address, 'ipv4');
  return family === 6 && global6.check(address, 'ipv6') && !reserved6.check(address, 'ipv6');
}
