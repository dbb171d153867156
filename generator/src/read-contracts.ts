import { applySettings } from './check/apply-settings.ts';
import { checkModel } from './check/check-model.ts';
import { withReferrers } from './load/find-referrers.ts';
import { type LoadDocument, type LoadOptions, loadDocument } from './load/load-document.ts';
import { isAboutUnknownProperty } from './load/official-parser/diagnostic-words.ts';
import {
  type FindingsCache,
  validateWithOfficialParser,
} from './load/official-parser/validate-with-official-parser.ts';
import { buildModel } from './model/build-model.ts';
import type { ContractModel } from './model/contract-model.ts';
import type { Document } from './model/document.ts';
import { type Finding, isError, sortFindings } from './model/finding.ts';
import type { RuleSetting } from './model/rule-setting.ts';

/** Contracts that were read. The model holds what is whole; it may be used for output only where no finding is an error. */
export interface Contracts {
  readonly document: Document;
  readonly model: ContractModel;
  /** What our own checks found, sorted. */
  readonly ownFindings: readonly Finding[];
  /** Asks the official parser as well, which works in a thread of its own; all findings, sorted. */
  allFindings(): Promise<readonly Finding[]>;
}

export interface ReadOptions {
  readonly settings?: readonly RuleSetting[];
  /** For those who read again and again: one with a memory. */
  readonly load?: LoadDocument;
}

/** Loads, builds and checks; rejects only where the contracts folder cannot be listed. */
export async function readContracts(
  options: LoadOptions,
  cache: FindingsCache,
  { settings = [], load = loadDocument }: ReadOptions = {},
): Promise<Contracts> {
  return checkContracts(await load(options), cache, settings);
}

/** The same of contracts that have been loaded. */
export function checkContracts(
  document: Document,
  cache: FindingsCache,
  settings: readonly RuleSetting[] = [],
): Contracts {
  const { model, findings, examples } = buildModel(document);
  const made = [
    ...document.findings,
    ...findings,
    ...applySettings(checkModel({ model, examples, document }), settings),
  ];
  const own = withReferrers(document, made);
  return {
    document,
    model,
    ownFindings: sortFindings(own),
    async allFindings() {
      // A file that is not even YAML, or a reference to nothing, makes the parser say the same once more, in worse words.
      const others = isWhole(document) ? await validateWithOfficialParser(document, cache) : [];
      return sortFindings([...own, ...withReferrers(document, others.filter(isNewsTo(own)))]);
    },
  };
}

function isWhole({ findings, references }: Document): boolean {
  const isUnread = ({ ruleId }: Finding): boolean => !ruleId.startsWith('AVRO_');
  return (
    !findings.some((finding) => isError(finding) && isUnread(finding)) &&
    [...references.values()].every((reference) => reference.kind === 'resolved')
  );
}

/** What the parser says of a line that has an own error is that error again, unless it is about a name that we pass over. */
function isNewsTo(own: readonly Finding[]): (finding: Finding) => boolean {
  const lines = new Set(own.filter(isError).map(({ position }) => `${position.file}:${position.line}`));
  // The parser has this at the parameters, where the address is what may be wrong.
  const isParameterSaid = own.some(({ ruleId }) => ruleId === 'CHANNEL_PARAMETER_UNKNOWN');
  return (finding) =>
    isAboutUnknownProperty(finding) ||
    (!lines.has(`${finding.position.file}:${finding.position.line}`) &&
      !(isParameterSaid && finding.ruleId === 'ASYNCAPI3_CHANNEL_PARAMETERS'));
}
