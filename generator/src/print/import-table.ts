import { pascalCase } from './identifier.ts';

/** A declaration that generated text refers to: its name and the module that exports it. */
export interface ImportedSymbol {
  readonly name: string;
  /** `package`: `module` is a package name; `generated`: a path below the output folder without extension. */
  readonly origin: 'package' | 'generated';
  readonly module: string;
  readonly kind: 'type' | 'value';
}

/** One import line of a file. */
export interface ImportLine {
  readonly origin: 'package' | 'generated';
  readonly module: string;
  readonly symbols: readonly { readonly name: string; readonly local: string; readonly kind: 'type' | 'value' }[];
}

/** Collects what a file refers to, so that emitters never write an import line, and gives clashing names another one. */
export interface ImportTable {
  /** The name by which the file refers to the symbol. */
  refer(symbol: ImportedSymbol): string;
  /** Packages first, sorted by module, symbols sorted by name. */
  lines(): readonly ImportLine[];
}

interface Entry {
  readonly symbol: ImportedSymbol;
  readonly local: string;
  kind: 'type' | 'value';
}

/** `declared` are the names that the file itself declares. */
export function createImportTable(declared: readonly string[]): ImportTable {
  const entries = new Map<string, Entry>();
  const locals = new Set(declared);

  return {
    refer(symbol) {
      const key = `${symbol.origin} ${symbol.module}#${symbol.name}`;
      const known = entries.get(key);
      if (known !== undefined) {
        if (symbol.kind === 'value') known.kind = 'value';
        return known.local;
      }
      const local = freeName(symbol, locals);
      locals.add(local);
      entries.set(key, { symbol, local, kind: symbol.kind });
      return local;
    },
    lines() {
      return (['package', 'generated'] as const).flatMap((origin) => {
        const modules = Map.groupBy(
          [...entries.values()].filter((entry) => entry.symbol.origin === origin),
          (entry) => entry.symbol.module,
        );
        return [...modules]
          .sort(([a], [b]) => compareText(a, b))
          .map(([module, of]) => ({
            origin,
            module,
            symbols: of
              .map(({ symbol, local, kind }) => ({ name: symbol.name, local, kind }))
              .sort((a, b) => compareText(a.name, b.name)),
          }));
      });
    },
  };
}

/** Order by code units, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The symbol's own name, else prefixed with more and more of its folder: `Line`, `BillingLine`, `ShopBillingLine`. */
function freeName(symbol: ImportedSymbol, locals: ReadonlySet<string>): string {
  const folders = symbol.module.split('/').slice(0, -1).reverse();
  let candidate = symbol.name;
  for (const folder of folders) {
    if (!locals.has(candidate)) return candidate;
    candidate = pascalCase(folder) + candidate;
  }
  while (locals.has(candidate)) candidate += '_';
  return candidate;
}
