import type { ContractModel } from '../../model/contract-model.ts';
import type { OutputFile } from '../../print/output-file.ts';
import { printTypeScript } from '../../print/print-typescript.ts';
import type { ImportExtension } from '../../print/typescript-draft.ts';
import { draftTypeScript } from './draft-typescript.ts';

export interface TypeScriptOptions {
  readonly importExtension: ImportExtension;
}

/** Typed clients for every application of the model. Pure: the same model gives the same bytes. */
export function emitTypeScript(model: ContractModel, { importExtension }: TypeScriptOptions): readonly OutputFile[] {
  return printTypeScript(draftTypeScript(model), importExtension);
}
