import { buildErrorClasses } from './build-error-classes.ts';
import { buildRetryPolicy } from './build-retry-policy.ts';
import type { FailurePolicy } from './contract-model.ts';
import type { MapNode } from './document.ts';
import type { Finding } from './finding.ts';
import { type NodeReader, rawChild } from './node.ts';

export interface PolicySources {
  readonly reader: NodeReader;
  /** Gets what is wrong. */
  readonly findings: Finding[];
}

/** The extensions that say it. */
const extensions = ['x-retry', 'x-errors'] as const;

/** What a receive operation, or a document for all of its own, says about failures; undefined where that is nothing. */
export function buildFailurePolicy(sources: PolicySources, node: MapNode): FailurePolicy | undefined {
  if (!extensions.some((extension) => node.entries.has(extension))) return undefined;
  return { ...buildRetryPolicy(sources, node), errors: buildErrorClasses(sources, node) };
}

/** The operation's own words, where it has none those of its document. A class of the same error counts once. */
export function withDefaults(
  own: FailurePolicy | undefined,
  ofDocument: FailurePolicy | undefined,
): FailurePolicy | undefined {
  if (own === undefined || ofDocument === undefined) return own ?? ofDocument;
  const named = new Set(own.errors.map(({ error }) => error));
  return {
    attempts: own.attempts ?? ofDocument.attempts,
    later: own.later ?? ofDocument.later,
    timeout: own.timeout ?? ofDocument.timeout,
    errors: [...own.errors, ...ofDocument.errors.filter(({ error }) => !named.has(error))],
  };
}

/** Reports a policy at a place where nobody would follow it. `place` is such as 'a channel'. */
export function refuseFailurePolicy({ findings }: PolicySources, node: MapNode, place: string): void {
  for (const extension of extensions) {
    const written = rawChild(node, extension);
    if (written === undefined) continue;
    findings.push({
      ruleId: 'FAILURE_POLICY_MISPLACED',
      severity: 'error',
      message: `\`${extension}\` stands on ${place}, where it counts for nothing.`,
      position: node.entries.get(extension)?.position ?? written.position,
      related: [],
      help: 'Write it on the receive operation, or at the top of the document for all that it receives.',
    });
  }
}
