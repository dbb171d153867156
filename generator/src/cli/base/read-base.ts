import { baseOf } from '../../check/changes/base-of.ts';
import { referenceUnknown } from '../../check/rules/reference-unknown.ts';
import type { ContractSource } from '../../load/contract-source.ts';
import { loadFrom } from '../../load/load-document.ts';
import type { Base } from '../../model/base.ts';
import { buildModel } from '../../model/build-model.ts';
import { type Finding, isError, sortFindings } from '../../model/finding.ts';
import { alteredSchemas } from '../../release/altered-schemas.ts';
import type { Lock } from '../../release/lock.ts';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';
import type { Project } from '../open-project.ts';

export interface BaseSource {
  readonly label: string;
  /** What stands before the path of a file in findings on the base: `main:`, as git writes it. */
  readonly fileLabel: string;
  readonly source: ContractSource;
  readonly contracts: string;
  /** What the base itself says was released. */
  readonly lock: Lock | undefined;
}

/** Loads the contracts of a base. Throws a `CliError` of the contracts where they are broken, with its findings. */
export async function readBase(project: Project, base: BaseSource): Promise<Base> {
  const document = await loadFrom(base.source, base.contracts, project.contracts.document);
  const { model, findings, examples } = buildModel(document);
  // Only what is missing from the model counts: what is merely forbidden by now can still be compared with.
  const unknown = [...referenceUnknown.check({ model, examples, document })].map(
    (report): Finding => ({ ...report, ruleId: referenceUnknown.id, severity: referenceUnknown.severity }),
  );
  const errors = sortFindings([...document.findings, ...findings, ...unknown].filter(isError));
  if (errors.length > 0) {
    const texts = [...document.files].map(([path, { text }]) => [base.fileLabel + path, text] as const);
    throw new CliError(exitCode.contracts, `The contracts of ${base.label} are broken, so nothing can be compared.`, {
      help: 'Compare with a state that is whole, such as an earlier commit: `--against git:<commit>`.',
      shown: {
        findings: errors.map((finding) => labelled(finding, base.fileLabel)),
        texts: new Map(texts),
        root: project.config.root,
      },
    });
  }
  const { label, lock } = base;
  const altered = lock && alteredSchemas(lock, project.contracts.model);
  return { ...baseOf(label, model), ...(altered === undefined ? {} : { altered }) };
}

function labelled(finding: Finding, label: string): Finding {
  const at = ({ position }: Pick<Finding, 'position'>) => ({ ...position, file: label + position.file });
  return {
    ...finding,
    position: at(finding),
    related: finding.related.map((place) => ({ ...place, position: at(place) })),
  };
}

/** A base in which there was nothing: all contracts are new. */
export const emptyBase = (label: string): Base =>
  baseOf(label, { applications: [], channels: [], messages: [], schemas: [] });
