import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type FieldRead, parseManifest } from '../../../readers/index.ts';
import { CliError } from '../../cli-error.ts';
import { exitCode } from '../../exit-code.ts';

/** Larger than that of any repository of people. */
const maxBytes = 256 * 1024 * 1024;

/** What other repositories have published about their code. A manifest that cannot be read ends the command: it may hide readers. */
export async function readManifests(root: string, paths: readonly string[]): Promise<readonly FieldRead[]> {
  const repositories = new Map<string, string>();
  const reads: FieldRead[] = [];
  for (const path of paths) {
    const { repository, reads: own } = await readManifest(root, path);
    const other = repositories.get(repository);
    if (other !== undefined) throw broken(path, `It is of the repository '${repository}', as ${other} is.`);
    repositories.set(repository, path);
    for (const read of own) reads.push(read);
  }
  return reads;
}

async function readManifest(root: string, path: string) {
  const parsed = parseManifest(await readText(join(root, path), path));
  if (parsed.kind === 'invalid') throw broken(path, parsed.why);
  return parsed.manifest;
}

async function readText(file: string, path: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size <= maxBytes) return await readFile(file, 'utf8');
  } catch (error) {
    throw broken(path, error instanceof Error && 'code' in error ? `It cannot be read (${error.code}).` : '', error);
  }
  throw broken(path, 'It is too large.');
}

const broken = (path: string, why: string, cause?: unknown): CliError =>
  new CliError(exitCode.environment, `The manifest ${path} cannot be used. ${why}`.trim(), {
    help: 'Fetch it again from its repository, which writes it with `eventwright readers --out`, or correct "readers": { "manifests" }.',
    cause,
  });
