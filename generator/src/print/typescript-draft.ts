import type { ImportTable } from './import-table.ts';
import type { Statement } from './statement.ts';

/** A TypeScript file before it is printed: declarations as data, imports as a table. */
export interface TypeScriptDraft {
  /** Path below the output folder, without extension. */
  readonly module: string;
  /** The contract file it comes from, for the header; several are named by their folder. */
  readonly source: string;
  readonly imports: ImportTable;
  readonly statements: readonly Statement[];
}

/** The extension in relative imports: what the project's module setting asks for. */
export type ImportExtension = '.ts' | '.js' | '';
