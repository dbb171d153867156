import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { listContractFiles } from '../../load/contract-files.ts';
import { openFolder } from '../../load/contract-source.ts';
import { contractsFolder } from '../../load/read-config.ts';
import { readText } from '../../load/read-text.ts';
import type { Base } from '../../model/base.ts';
import type { Finding } from '../../model/finding.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { exitCode } from '../exit-code.ts';
import type { Project } from '../open-project.ts';
import { baseForms } from './base-spec.ts';
import { readLockFile } from './lock-file.ts';
import { readBase } from './read-base.ts';

/** The contracts of a folder: the root of another checkout, or a contracts folder by itself. */
export async function openFolderBase(container: Container, project: Project, path: string): Promise<Base> {
  const folder = resolve(container.cwd, path);
  if (!(await isFolder(folder))) {
    throw new CliError(exitCode.environment, `There is no folder ${folder} to compare with.`, {
      help: /^[./]/.test(path)
        ? `What there is to compare with: ${baseForms}.`
        : `Is '${path}' a branch? Then say git:${path}. What there is to compare with: ${baseForms}.`,
    });
  }
  container.progress(`reading ${path}`);
  const place = (await placeByConfig(folder, project)) ?? (await placeByFiles(folder, project));
  const file = await readLockFile(place.root);
  return readBase(project, {
    label: path,
    fileLabel: `${relative(project.config.root, place.root).replaceAll(sep, '/') || '.'}/`,
    source: await openFolder(place),
    contracts: place.contracts,
    lock: file?.lock,
  });
}

interface Place {
  readonly root: string;
  readonly contracts: string;
}

async function placeByConfig(root: string, { config }: Project): Promise<Place | undefined> {
  const path = join(root, config.file);
  const read = await readText(path, path);
  if (read === undefined) return undefined;
  if ('finding' in read) throw unusable(path, [read.finding], '');
  const folder = contractsFolder(path, read.text);
  if (folder.kind === 'invalid') throw unusable(path, folder.findings, read.text);
  if (await isFolder(join(root, folder.contracts))) return { root, contracts: folder.contracts };
  throw new CliError(exitCode.environment, `There is no folder '${folder.contracts}' in ${root}.`, {
    help: `It is what "contracts" says in ${path}.`,
  });
}

async function placeByFiles(folder: string, { config: { contracts, file } }: Project): Promise<Place> {
  if (await isFolder(join(folder, contracts))) return { root: folder, contracts };
  const place = { root: dirname(folder), contracts: basename(folder) };
  const { documents } = await listContractFiles(place.root, place.contracts);
  if (documents.length > 0) return place;
  throw new CliError(exitCode.environment, `There are no contracts in ${folder}.`, {
    help: `Name the folder of the ${file} that belongs to them, or the contracts folder itself.`,
  });
}

const unusable = (path: string, findings: readonly Finding[], text: string): CliError =>
  new CliError(exitCode.contracts, `The configuration ${path} cannot be used.`, {
    shown: { findings, texts: new Map([[path, text]]), root: dirname(path) },
  });

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
