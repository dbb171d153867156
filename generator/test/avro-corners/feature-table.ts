import type { ContractModel } from '../../src/model/contract-model.ts';

/** What a fixture has been through. */
export type Step = 'generated' | 'compiles' | 'round-trips' | 'bytes equal';

const steps: readonly Step[] = ['generated', 'compiles', 'round-trips', 'bytes equal'];

/** What was proven of each fixture, by message. */
export type Proofs = ReadonlyMap<string, ReadonlySet<Step>>;

/** The table of the README: one row for each fixture, the feature in words. */
export function featureTable(model: ContractModel, proofs: Proofs): string {
  const rows = model.messages.map(({ name, title }) => [
    title,
    `\`${name}\``,
    ...steps.map((step) => (proofs.get(name)?.has(step) ? 'yes' : 'NO')),
  ]);
  return aligned([['feature', 'fixture', ...steps], ...rows]);
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
