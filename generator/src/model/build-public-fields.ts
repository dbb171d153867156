import type { PublicField } from './contract-model.ts';
import type { MapNode, Node } from './document.ts';
import type { Finding } from './finding.ts';
import { type NodeReader, scalarValue, shownValue } from './node.ts';

interface PublicFieldSources {
  readonly reader: NodeReader;
  /** Gets what is wrong. */
  readonly findings: Finding[];
}

/**
 * `x-public` of a message. It is a list and never just `true`: a field that is added later is seen by nobody outside
 * until somebody says so.
 */
export function buildPublicFields(
  { reader, findings }: PublicFieldSources,
  node: MapNode,
): readonly PublicField[] | undefined {
  const written = reader.child(node, 'x-public');
  if (written === undefined) return undefined;
  const items = written.kind === 'sequence' ? reader.items(written) : [];
  if (items.length === 0)
    findings.push(invalid(written, `\`x-public\` is ${shownValue(written)}, and no list of fields.`));
  return items.flatMap((item) => {
    const path = scalarValue(item);
    if (typeof path === 'string' && path !== '') return { path, position: item.position };
    findings.push(invalid(item, `\`x-public\` has ${shownValue(item)}, which is no name of a field.`));
    return [];
  });
}

function invalid({ position }: Node, message: string): Finding {
  return {
    ruleId: 'PUBLIC_FIELDS_INVALID',
    severity: 'error',
    message,
    position,
    related: [],
    help: 'List the fields that may be shown outside: `x-public: [orderId, totals.total]`.',
  };
}
