import { realpath } from 'node:fs/promises';
import type { Baseline, BaselineEntry } from '../model/baseline.ts';
import type { Node } from '../model/document.ts';
import type { Finding } from '../model/finding.ts';
import { createNodeReader } from '../model/node.ts';
import { parseSource } from './parse-source.ts';
import { readSource } from './read-source.ts';

/** Beside the configuration. */
export const baselineName = 'eventwright.baseline.json';

export interface ReadBaseline extends Baseline {
  readonly findings: readonly Finding[];
  /** Undefined where there is no such file. */
  readonly text: string | undefined;
}

/** Reads the baseline of a project. An entry that cannot be used is a finding, and lets nothing through. */
export async function readBaseline(root: string): Promise<ReadBaseline> {
  const source = await readSource({ root, realFolder: await realpath(root) }, baselineName);
  if (source === undefined) return { entries: [], findings: [], text: undefined };
  if ('finding' in source) return { entries: [], findings: [source.finding], text: '' };
  const { text } = source;
  const { root: node, findings } = parseSource(baselineName, text);
  if (node === undefined) return { entries: [], findings, text };
  const list = node.kind === 'map' ? node.entries.get('findings')?.value : undefined;
  if (list?.kind !== 'sequence') return { entries: [], findings: [...findings, invalid(node)], text };
  const entries = list.items.flatMap((item) => entryOf(item) ?? []);
  const unusable = list.items.filter((item) => entryOf(item) === undefined);
  return { entries, findings: [...findings, ...unusable.map(invalid)], text };
}

function entryOf(node: Node): BaselineEntry | undefined {
  const { text } = createNodeReader({ references: new Map() });
  const [ruleId, subject] = [text(node, 'rule'), text(node, 'subject')];
  if (ruleId === undefined || subject === undefined) return undefined;
  return { ruleId, subject, reason: text(node, 'reason'), position: node.position };
}

const invalid = ({ position }: Node): Finding => ({
  ruleId: 'LINT_BASELINE_INVALID',
  severity: 'error',
  message: `This is no baseline: a list of findings, each with rule and subject.`,
  position,
  related: [],
  help: 'Write it anew by `eventwright lint --update-baseline`.',
});
