import type { ContractModel } from '../../model/contract-model.ts';
import type { OutputFile } from '../../print/output-file.ts';
import { printTypeScript } from '../../print/print-typescript.ts';
import type { ImportExtension } from '../../print/typescript-draft.ts';
import { type DraftOptions, draftTypeScript } from './draft-typescript.ts';

export interface TypeScriptOptions extends DraftOptions {
  readonly importExtension: ImportExtension;
}

/** Typed clients for every application of the model. Pure: the same model gives the same bytes. */
export function emitTypeScript(
  model: ContractModel,
  { importExtension, ...options }: TypeScriptOptions,
): readonly OutputFile[] {
  return printTypeScript(draftTypeScript(model, options), importExtension);
}
