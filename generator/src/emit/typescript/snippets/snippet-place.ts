import type { Application, Message } from '../../../model/contract-model.ts';
import { kebabCase } from '../../../print/identifier.ts';
import type { ImportedSymbol, ImportTable } from '../../../print/import-table.ts';
import { importText } from '../../../print/print-typescript.ts';

export interface SnippetOptions {
  /** What a module of the generated code is imported by: `orders` by `@shop/contracts/orders`. */
  specifier(module: string): string;
}

/** Whose client a snippet uses. */
export interface SnippetPlace {
  readonly application: Application;
  readonly options: SnippetOptions;
  readonly withTombstones: ReadonlySet<Message>;
}

/** A type that the application's module exports. */
export const exportOf = ({ application }: SnippetPlace, name: string): ImportedSymbol => ({
  name,
  origin: 'generated',
  module: kebabCase(application.name),
  kind: 'type',
});

export function withImports(body: string, imports: ImportTable, { options }: SnippetPlace): string {
  const lines = imports
    .lines()
    .map((line) => importText(line, line.origin === 'package' ? line.module : options.specifier(line.module)));
  return `${lines.join('')}\n${body}`.toWellFormed();
}
