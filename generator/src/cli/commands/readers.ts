import { basename, dirname, resolve } from 'node:path';
import type { JsonObject } from '@eventwright/avro';
import {
  type FieldRead,
  type FoundReaders,
  manifestText,
  type ReaderProblem,
  readersOf,
  repositoryName,
  resolveField,
  sortReads,
} from '../../readers/index.ts';
import { replaceFiles } from '../../write/replace-files.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { plural } from '../report/plural.ts';
import { printReport } from '../report/print-report.ts';
import { type CodeOptions, openCode } from './readers/open-code.ts';
import { readManifests } from './readers/read-manifests.ts';
import { readersText } from './readers/readers-text.ts';

export interface ReadersOptions extends CodeOptions {
  /** `OrderPlaced.totals`; everything where there is none. */
  readonly field?: string;
  /** The file of the manifest to write. */
  readonly out?: string;
  /** Lists also what writes, and what is in tests. */
  readonly all?: boolean;
}

/** `eventwright readers [field]`: the code that uses a field of an event, here and in the repositories whose manifests are listed. */
export async function readers(container: Container, options: ReadersOptions): Promise<ExitCode> {
  const { field, out, all = false } = options;
  if (out !== undefined && field !== undefined) {
    throw new CliError(exitCode.usage, 'A manifest tells of every event.', { help: `Leave '${field}' out, or --out.` });
  }
  const { found, report, repository, manifests } = await openCode(container, options);
  if (found === undefined) return printReport(container, report);
  const asked = field === undefined ? undefined : askedFor(field, found);
  const { problems } = found;
  if (out !== undefined) {
    const path = resolve(container.cwd, out);
    writeManifest(path, manifestText({ repository: repositoryName(repository), reads: found.reads }));
    const lines = [`${plural(found.reads.length, 'use')} of fields written to ${out}`, ...problemsOf(problems)];
    return printReport(container, { ...report, lines, data: { written: out, reads: found.reads.length } });
  }
  const everywhere = sortReads([...found.reads, ...(await readManifests(report.root, manifests))]);
  const reads = asked === undefined ? everywhere : readersOf(everywhere, asked);
  const { isColored } = container;
  return printReport(container, {
    ...report,
    lines: readersText({ field, reads, problems, all, isColored }),
    data: { field: field ?? null, reads: reads.map(asData), problems: problems.map((one) => ({ ...one })) },
  });
}

const problemsOf = (problems: readonly ReaderProblem[]): readonly string[] =>
  readersText({ field: undefined, reads: [], problems, all: true, isColored: false }).slice(1);

function askedFor(field: string, { messages }: FoundReaders) {
  const resolved = resolveField(field, messages);
  if (resolved.kind === 'found') return resolved.field;
  const { message, help = '`eventwright ls` lists the messages.' } = resolved;
  throw new CliError(exitCode.usage, message, { help });
}

const asData = ({ except, applications, ...read }: FieldRead): JsonObject => ({
  ...read,
  ...(except === undefined ? {} : { except: [...except] }),
  applications: [...applications],
});

function writeManifest(path: string, text: string): void {
  try {
    replaceFiles(dirname(path), [{ path: basename(path), text }]);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new CliError(exitCode.environment, `${path} cannot be written${why}.`, {
      help: 'Name a file in a folder that exists.',
      cause: error,
    });
  }
}
