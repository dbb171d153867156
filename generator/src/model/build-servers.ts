import type { Server } from './contract-model.ts';
import type { MapNode, Node } from './document.ts';
import type { NodeReader } from './node.ts';

/** Sorted by name. Servers that name no host or protocol are left out: the official parser says so. */
export function buildServers(reader: NodeReader, root: MapNode): readonly Server[] {
  const servers = reader.entries(reader.child(root, 'servers')).flatMap(([name, { position, value }]) => {
    const host = reader.text(value, 'host');
    const protocol = reader.text(value, 'protocol');
    if (host === undefined || protocol === undefined) return [];
    const path = reader.text(value, 'pathname') ?? '';
    const protocolVersion = reader.text(value, 'protocolVersion');
    return [{ name, host: host + path, protocol, protocolVersion, security: schemeTypes(reader, value), position }];
  });
  return servers.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const schemeTypes = (reader: NodeReader, server: Node): readonly string[] =>
  reader
    .items(reader.child(server, 'security'))
    .map((scheme) => reader.text(scheme, 'type') ?? 'unknown')
    .sort();
