import { draftTypeScript } from '../../src/emit/typescript/draft-typescript.ts';
import { explanations } from '../../src/explain/explanations.ts';
import { loadFrom } from '../../src/load/load-document.ts';
import type { Document } from '../../src/model/document.ts';
import { type Finding, isError, type RelatedPlace } from '../../src/model/finding.ts';
import type { OutputFile } from '../../src/print/output-file.ts';
import { printTypeScript } from '../../src/print/print-typescript.ts';
import type { TypeScriptDraft } from '../../src/print/typescript-draft.ts';
import { type Contracts, checkContracts } from '../../src/read-contracts.ts';
import { refuseUnsafePath } from '../../src/write/plan-write.ts';
import { type ContractTexts, contractsFolder, shopContracts, sourceOf } from './contract-files.ts';

/** What came out of contracts: findings, or where none is an error, files. */
export interface CaseOutcome {
  readonly findings: readonly Finding[];
  readonly drafts: readonly TypeScriptDraft[];
}

export interface CaseOptions {
  /** Also asks the official parser, which is slow. */
  readonly asksParser?: boolean;
  /** Does it twice, and compares. */
  readonly repeats?: boolean;
}

const noCache = { read: () => undefined, write: async () => undefined };

/** Loads, checks and drafts. Throws where a promise is broken that holds for all contracts, whatever is in them. */
export async function runCase(texts: ContractTexts, options: CaseOptions = {}): Promise<CaseOutcome> {
  shop ??= loadFrom(sourceOf(shopContracts), contractsFolder);
  const contracts = await read(texts, await shop);
  const findings = options.asksParser ? await contracts.allFindings() : contracts.ownFindings;
  for (const finding of findings) checkFinding(texts, finding);
  const outcome: CaseOutcome = { findings, drafts: draftsOf(contracts) };
  checkPaths(outcome.drafts);
  if (options.repeats) {
    const again = await read(texts);
    same('findings', contracts.ownFindings, again.ownFindings);
    same('files', outcome.drafts.map(identityOf), draftsOf(again).map(identityOf));
  }
  return findings.some(isError) ? { ...outcome, drafts: [] } : outcome;
}

/** The shop as it is, so that files without a mutation are not parsed again. */
let shop: Promise<Document> | undefined;

async function read(texts: ContractTexts, known?: Document): Promise<Contracts> {
  return checkContracts(await loadFrom(sourceOf(texts), contractsFolder, known), noCache);
}

const draftsOf = ({ model, ownFindings }: Contracts): readonly TypeScriptDraft[] =>
  ownFindings.some(isError) ? [] : draftTypeScript(model, { testing: true });

const identityOf = ({ module, source, imports, statements }: TypeScriptDraft): string =>
  JSON.stringify([module, source, imports.lines(), statements]);

const printed = new Map<string, OutputFile>();

/** The files of drafts. Mutations leave most files as they are, and printing is slow, so each is printed once. */
export function print(drafts: readonly TypeScriptDraft[]): readonly OutputFile[] {
  const missing = drafts.filter((draft) => !printed.has(identityOf(draft)));
  for (const draft of missing) for (const file of printTypeScript([draft], '.ts')) printed.set(identityOf(draft), file);
  return drafts.flatMap((draft) => printed.get(identityOf(draft)) ?? []);
}

function same(what: string, first: unknown, second: unknown): void {
  if (JSON.stringify(first) !== JSON.stringify(second)) throw new Error(`the same contracts give other ${what}`);
}

function checkFinding(texts: ContractTexts, finding: Finding): void {
  const { ruleId, message, related } = finding;
  const isKnown = explanations.has(ruleId) || ruleId.startsWith('ASYNCAPI_');
  if (!isKnown || message.trim() === '') throw new Error(`no such finding can be: ${JSON.stringify(finding)}`);
  for (const place of [finding, ...related]) checkPlace(texts, place);
}

/** A place inside of a file; a file or folder as a whole is its first character. */
function checkPlace(texts: ContractTexts, place: Pick<RelatedPlace, 'position' | 'message'>): void {
  const { file, line, column } = place.position;
  const isWhole = line === 1 && column === 1 && (file === contractsFolder || texts.has(file));
  const written = texts.get(file)?.split(/\r\n|\n|\r/)[line - 1];
  const isInside = written !== undefined && column >= 1 && column <= written.length + 1;
  if (!isWhole && !isInside) throw new Error(`a place that does not exist: ${JSON.stringify(place)}`);
}

function checkPaths(drafts: readonly TypeScriptDraft[]): void {
  const taken = new Set<string>();
  for (const { module } of drafts) {
    const path = `${module}.ts`;
    refuseUnsafePath(path);
    if (path.split('/').some((part) => Buffer.byteLength(part) > 255)) throw new Error(`no file can be named ${path}`);
    // Disks of some systems do not tell capitals from small letters.
    if (taken.has(path.toLowerCase())) throw new Error(`two files would be ${path}`);
    taken.add(path.toLowerCase());
  }
}
