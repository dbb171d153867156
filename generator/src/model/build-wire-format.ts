import type { WireFormat } from './contract-model.ts';
import type { MapNode, Node } from './document.ts';
import { type NodeReader, scalarValue } from './node.ts';

export function buildWireFormat(reader: NodeReader, node: MapNode): WireFormat {
  const binding = reader.child(reader.child(node, 'bindings'), 'kafka');
  return {
    contentType: reader.text(node, 'contentType'),
    // In which notation the schema itself is written is nothing of the wire.
    schemaFormat: reader.text(reader.child(node, 'payload'), 'schemaFormat')?.replace(/\+(json|yaml)\b/, ''),
    correlationId: reader.text(reader.child(node, 'correlationId'), 'location'),
    schemaIdLocation: reader.text(binding, 'schemaIdLocation'),
    // Also a number of bytes.
    schemaIdPayloadEncoding: scalarText(reader.child(binding, 'schemaIdPayloadEncoding')),
    schemaLookupStrategy: reader.text(binding, 'schemaLookupStrategy'),
  };
}

function scalarText(node: Node | undefined): string | undefined {
  const value = scalarValue(node);
  return value === undefined || value === null ? undefined : String(value);
}
