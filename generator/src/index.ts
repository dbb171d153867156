export { emitTypeScript, type TypeScriptOptions } from './emit/typescript/index.ts';
export { type LoadOptions, loadDocument } from './load/load-document.ts';
export type { FindingsCache } from './load/official-parser/validate-with-official-parser.ts';
export { buildModel } from './model/build-model.ts';
export type {
  Application,
  Channel,
  ContractModel,
  Example,
  Header,
  Message,
  Operation,
  SchemaFile,
} from './model/contract-model.ts';
export type { Document } from './model/document.ts';
export type { Finding, Referrer, RelatedPlace, Severity } from './model/finding.ts';
export type { OutputFile } from './print/output-file.ts';
export { type Contracts, readContracts } from './read-contracts.ts';
export { ruleIds } from './rule-ids.ts';
