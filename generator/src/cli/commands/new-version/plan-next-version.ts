import { posix } from 'node:path';
import type { Position } from '@eventwright/avro';
import type { ContractSource } from '../../../load/contract-source.ts';
import { loadFrom } from '../../../load/load-document.ts';
import { fileOfReference } from '../../../load/resolve-references.ts';
import { buildModel } from '../../../model/build-model.ts';
import type { SchemaFile } from '../../../model/contract-model.ts';
import type { Document } from '../../../model/document.ts';
import { isError } from '../../../model/finding.ts';
import type { OutputFile } from '../../../print/output-file.ts';

/** What starts the next version of a schema: its file, and the documents that refer to it from then on. */
export interface NextVersion {
  readonly version: number;
  /** The file of the new version comes first. */
  readonly files: readonly [OutputFile, ...OutputFile[]];
  /** Where the references stand, sorted. */
  readonly references: readonly Position[];
}

/** Undefined where a reference cannot be rewritten in place, as one that is folded over several lines. */
export async function planNextVersion(
  document: Document,
  newest: SchemaFile,
  source: ContractSource,
): Promise<NextVersion | undefined> {
  const from = newest.file ?? '';
  const version = newest.version + 1;
  const to = fileOfNext(newest);
  const references = referencesTo(document, from);
  const edits = [...Map.groupBy(references, ({ file }) => file)].flatMap(([path, positions]) => {
    const text = withNewTarget(document.files.get(path)?.text ?? '', { from, to, positions });
    return text === undefined ? [] : [{ path, text }];
  });
  const plan: NextVersion = {
    version,
    files: [{ path: to, text: document.files.get(from)?.text ?? '' }, ...edits],
    references,
  };
  return (await leadsToNextVersion(document, newest, { plan, source })) ? plan : undefined;
}

/** `order-placed.v2.avsc` after `order-placed.v1.avsc`, and after `order-placed.avsc`. */
export const fileOfNext = ({ file = '', version }: SchemaFile): string =>
  file.replace(/(\.v\d+)?\.avsc$/, `.v${version + 1}.avsc`);

/** The places of the texts behind `$ref` that name the file. */
function referencesTo({ references, contracts }: Document, file: string): readonly Position[] {
  return [...references.keys()]
    .filter((node) => fileOfReference(node, contracts) === file)
    .flatMap((node) => node.entries.get('$ref')?.value.position ?? [])
    .sort((a, b) => (a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1));
}

interface Retarget {
  readonly from: string;
  readonly to: string;
  readonly positions: readonly Position[];
}

/** The text with another file name at each of the places; nothing else of it is touched. Undefined where there is none. */
function withNewTarget(text: string, { from, to, positions }: Retarget): string | undefined {
  const parts = text.split(/(\r\n|\n|\r)/);
  // From right to left, since each edit moves what stands behind it.
  for (const { line, column } of positions.toReversed()) {
    const at = 2 * (line - 1);
    const content = parts[at] ?? '';
    const start = content.indexOf(posix.basename(from), column - 1);
    if (start < 0) return undefined;
    parts[at] = content.slice(0, start) + posix.basename(to) + content.slice(start + posix.basename(from).length);
  }
  return parts.join('');
}

/** Reads the contracts as they would be then: what was rewritten as text must mean what was planned. */
async function leadsToNextVersion(
  document: Document,
  { name }: SchemaFile,
  { plan, source }: { plan: NextVersion; source: ContractSource },
): Promise<boolean> {
  const changed = await loadFrom(withFiles(source, plan.files), document.contracts, document);
  const { model, findings } = buildModel(changed);
  const payloads = model.messages.map(({ payload }) => payload).filter((payload) => payload.name === name);
  const [{ path }] = plan.files;
  return (
    ![...changed.findings, ...findings].some(isError) &&
    payloads.length > 0 &&
    payloads.every(({ file }) => file === path)
  );
}

function withFiles(source: ContractSource, [created, ...edited]: NextVersion['files']): ContractSource {
  const texts = new Map([created, ...edited].map(({ path, text }) => [path, text]));
  return {
    async list() {
      const { documents, schemas } = await source.list();
      return { documents, schemas: [...schemas, created.path].sort() };
    },
    async read(path) {
      const text = texts.get(path);
      return text === undefined ? source.read(path) : { text };
    },
  };
}
