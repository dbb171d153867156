import type { Document } from '../../model/document.ts';
import { structureResults } from './structure-results.ts';

/** What goes into the official parser, as plain data: it runs in a thread of its own. */
export interface ParserInput {
  readonly applications: readonly string[];
  /** Path and text of every file. */
  readonly files: readonly (readonly [path: string, text: string])[];
}

/** A diagnostic of the official parser, as plain data. */
export interface ParserDiagnostic {
  readonly code: string;
  readonly message: string;
  /** 0 error, 1 warning, 2 information, 3 hint. */
  readonly severity: number;
  readonly path: readonly (string | number)[];
  /** The file that the path is in. */
  readonly file: string;
  /** Where in the file, as the parser's own reading of it has it: less exact than the path, where there is one. */
  readonly line: number;
  readonly column: number;
}

/** Avro is left to our own resolver, which finds all that the parser does and more: docs/decisions/0005-avro-is-checked-once.md. */
export const parserInput = ({ applications, files }: Document): ParserInput => ({
  applications,
  files: [...files.values()].map(({ path, text }) => [path, path.endsWith('.avsc') ? anySchema : text] as const),
});

const anySchema = '{ "type": "record", "name": "Any", "fields": [] }';

/**
 * Parses every application document with `@asyncapi/parser` and its Avro plugin. The parser sees only the files that
 * are given to it, under paths that are the same on every machine. Slow: it loads for half a second. `begin` is called
 * before each document.
 */
export async function runOfficialParser(
  { applications, files }: ParserInput,
  begin: (application: string) => void,
): Promise<readonly ParserDiagnostic[]> {
  sharedRuleset ??= rulesetWithSharedValidator();
  const [{ Parser }, { AvroSchemaParser }, ruleset] = await Promise.all([
    import('@asyncapi/parser'),
    import('@asyncapi/avro-schema-parser'),
    sharedRuleset,
  ]);
  const texts = new Map(files);
  const read = (uri: { path(): string }): string | undefined => texts.get(decodeURIComponent(uri.path()).slice(1));
  const parser = new Parser({ ruleset, __unstable: { resolver: { resolvers: [{ schema: 'file', order: 1, read }] } } });
  parser.registerSchemaParser(AvroSchemaParser());
  const diagnostics: ParserDiagnostic[] = [];
  for (const path of applications) {
    begin(path);
    const result = await parser.parse(texts.get(path) ?? '', { source: `/${path}` });
    for (const { code, message, severity, path: at, source, range } of result.diagnostics) {
      const place = { line: range.start.line + 1, column: range.start.character + 1 };
      diagnostics.push({ code: String(code), message, severity, path: at, file: source?.slice(1) ?? path, ...place });
    }
  }
  return diagnostics;
}

let sharedRuleset: Promise<object> | undefined;

/**
 * The parser's own rules, with two differences in its structural rules. They compile the JSON Schema of AsyncAPI anew for
 * each document, 0.4 s every time, because Spectral keeps compiled schemas by document inventory; they use it for nothing
 * else, so all documents of the process get the first one's. And while document and schema are at hand, what they say is
 * made such that a person can use it.
 */
async function rulesetWithSharedValidator(): Promise<object> {
  const [{ documentStructure, getSchema }, { coreRuleset }] = await Promise.all([
    import('@asyncapi/parser/cjs/ruleset/functions/documentStructure.js'),
    import('@asyncapi/parser/cjs/ruleset/ruleset.js'),
  ]);
  type Arguments = Parameters<typeof documentStructure>;
  let inventory: Arguments[2]['documentInventory'] | undefined;
  const shared = (target: Arguments[0], options: Arguments[1], context: Arguments[2]) => {
    inventory ??= context.documentInventory;
    const results = documentStructure(target, options, { ...context, documentInventory: inventory });
    const schema = getSchema(context.document.formats ?? new Set(), options.resolved);
    return Array.isArray(results) && schema !== undefined ? structureResults(results, { target, schema }) : results;
  };
  const rules = Object.entries(coreRuleset.rules)
    .filter(([, rule]) => rule.then.function === documentStructure)
    // biome-ignore lint/suspicious/noThenProperty: it is Spectral's word, and nothing awaits a rule.
    .map(([name, rule]) => [name, { ...rule, then: { ...rule.then, function: shared } }]);
  return { rules: Object.fromEntries(rules) };
}
