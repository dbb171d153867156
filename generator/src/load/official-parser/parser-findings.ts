import { isAvroFormat } from '../../model/build-schema-use.ts';
import type { Document, Node } from '../../model/document.ts';
import type { Finding } from '../../model/finding.ts';
import { createNodeReader, locate, type NodeReader } from '../../model/node.ts';
import type { ParserDiagnostic } from './run-official-parser.ts';

/** The parser's errors and warnings as findings, at the place in the user's own file. */
export function parserFindings(document: Document, diagnostics: readonly ParserDiagnostic[]): readonly Finding[] {
  const reader = createNodeReader(document);
  return diagnostics
    .filter(({ severity }) => severity <= 1)
    .filter((diagnostic) => !isExplainedBetter(diagnostic, diagnostics))
    .filter((diagnostic) => !isAboutAvro(document, diagnostic))
    .map(({ code, message, severity, path, file }): Finding => {
      const root = document.files.get(file)?.root;
      return {
        ruleId: ruleIdOf(code),
        severity: severity === 0 ? 'error' : 'warning',
        ...wordsOf(message),
        position: root === undefined ? { file, line: 1, column: 1 } : locate(reader, root, path),
        path: `/${path.join('/')}`,
        related: [],
      };
    });
}

const unexpected = 'Correct its name, or remove it. A property of your own starts with `x-`.';
const specification = 'See https://www.asyncapi.com/docs/reference/specification/v3.1.0.';

/** The parser puts its suggestion, where it has one, behind what is wrong. */
function wordsOf(text: string): Pick<Finding, 'message' | 'help'> {
  const [, what = text, suggestion] = /^(.*?)\. (Did you mean .*)$/.exec(text) ?? [];
  const help = suggestion ?? (text.endsWith('is not expected to be here') ? unexpected : specification);
  return { message: what.endsWith('.') ? what : `${what}.`, help };
}

/** `asyncapi3-channel-servers` is ASYNCAPI3_CHANNEL_SERVERS; `invalid-ref` is ASYNCAPI_INVALID_REF. */
function ruleIdOf(code: string): string {
  const id = code.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  return id.startsWith('ASYNCAPI') ? id : `ASYNCAPI_${id}`;
}

const onlyOfOthers = /must match (".*" schema|a schema in|exactly one schema)/;

/** 'must match "then" schema' and its like say only that something below is wrong, which has a diagnostic of its own. */
function isExplainedBetter({ message, path, file }: ParserDiagnostic, all: readonly ParserDiagnostic[]): boolean {
  if (!onlyOfOthers.test(message)) return false;
  return all.some(
    (other) =>
      other.file === file && other.path.length > path.length && path.every((part, index) => other.path[index] === part),
  );
}

/**
 * Avro schemas have been read by then, every rule of Avro applied. The JSON Schema of Avro that the parser has refuses
 * what Avro allows, such as a full name as `name`, and says so in a dozen ways.
 */
function isAboutAvro(
  { references, files, inlineSchemas }: Document,
  { path, file, message }: ParserDiagnostic,
): boolean {
  if (file.endsWith('.avsc')) return true;
  const reader = createNodeReader({ references });
  let node: Node | undefined = files.get(file)?.root;
  for (const part of path) {
    const current = reader.follow(node);
    if (isAvro(current) || (part === 'schema' && isAvroPayload(reader, current))) return true;
    node = current?.kind === 'sequence' ? current.items[Number(part)] : reader.child(current, String(part));
  }
  return isAvro(node) || (onlyOfOthers.test(message) && isAvroPayload(reader, node));

  function isAvro(place: Node | undefined): boolean {
    return place !== undefined && inlineSchemas.has(place);
  }
}

const isAvroPayload = (reader: NodeReader, node: Node | undefined): boolean =>
  isAvroFormat(reader.text(node, 'schemaFormat') ?? '');
