import type { WireFormat } from './contract-model.ts';
import type { MapNode } from './document.ts';
import type { NodeReader } from './node.ts';

export function buildWireFormat(reader: NodeReader, node: MapNode): WireFormat {
  const binding = reader.child(reader.child(node, 'bindings'), 'kafka');
  return {
    contentType: reader.text(node, 'contentType'),
    // In which notation the schema itself is written is nothing of the wire.
    schemaFormat: reader.text(reader.child(node, 'payload'), 'schemaFormat')?.replace(/\+(json|yaml)\b/, ''),
    correlationId: reader.text(reader.child(node, 'correlationId'), 'location'),
    schemaIdLocation: reader.text(binding, 'schemaIdLocation'),
    schemaIdPayloadEncoding: reader.text(binding, 'schemaIdPayloadEncoding'),
    schemaLookupStrategy: reader.text(binding, 'schemaLookupStrategy'),
  };
}
