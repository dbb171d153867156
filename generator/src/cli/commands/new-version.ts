import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from '@eventwright/avro';
import { openFolder } from '../../load/contract-source.ts';
import type { ContractModel, Message, SchemaFile } from '../../model/contract-model.ts';
import { isError } from '../../model/finding.ts';
import { suggest } from '../../model/suggest.ts';
import { alteredSchemas } from '../../release/altered-schemas.ts';
import type { Lock } from '../../release/lock.ts';
import { schemaKey } from '../../release/lock-of.ts';
import { readLockFile } from '../base/lock-file.ts';
import { releasedFindings } from '../base/released-findings.ts';
import { CliError } from '../cli-error.ts';
import type { Container } from '../container.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, type Project, reportOf } from '../open-project.ts';
import { replaceSources } from '../replace-sources.ts';
import { printReport } from '../report/print-report.ts';
import { fileOfNext, planNextVersion } from './new-version/plan-next-version.ts';

export interface NewVersionOptions {
  /** Name of the message. */
  readonly event: string;
}

/**
 * `eventwright new version`. Copies the newest schema file of an event to the next version and points to it wherever
 * documents refer to it, as text, so that everything else stays as it is written. Writes all or nothing.
 */
export async function newVersion(container: Container, { event }: NewVersionOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const { config, contracts } = project;
  const report = reportOf('new version', project, contracts.ownFindings.filter(isError));
  if (report.exitCode !== exitCode.clean) return printReport(container, report);
  const message = messageNamed(contracts.model, event);
  const newest = newestOf(contracts.model, message);
  await refuseUnreleased(project, newest);
  refuseExisting(config.root, fileOfNext(newest));
  const plan = await planNextVersion(contracts.document, newest, await openFolder(config));
  if (plan === undefined) throw byHand(newest);
  replaceSources(config.root, plan.files, 'The new version cannot be written');
  const [created] = plan.files;
  return printReport(container, {
    ...report,
    lines: [
      `${created.path}: version ${plan.version}, a copy of version ${newest.version}`,
      ...plan.references.map((place) => `${placeText(place)}: refers to it`),
      `Next: change it, then \`eventwright compat\` and \`eventwright generate\`; \`eventwright release\` freezes it.`,
    ],
    data: { version: plan.version, file: created.path, references: plan.references.map(placeText) },
  });
}

const placeText = ({ file, line }: Position): string => `${file}:${line}`;

/** By its name, or by the full name of its payload. */
function messageNamed({ messages, schemas }: ContractModel, event: string): Message {
  const message = messages.find(({ name, payload }) => name === event || payload.name === event);
  if (message !== undefined) return message;
  const type = schemas.find(({ name }) => name === event || name.endsWith(`.${event}`));
  if (type !== undefined) {
    throw new CliError(exitCode.usage, `${type.name} is no message, but a type that schemas are made of.`, {
      help: 'A second version of it would change every schema that uses it. Put the new type into a file under a name of its own, and use it in the next version of an event.',
    });
  }
  const names = messages.map(({ name }) => name);
  const help = suggest(event, names) ?? '`eventwright ls` lists all messages.';
  throw new CliError(exitCode.usage, `There is no message '${event}'.`, { help });
}

/** The newest version of the payload, where it is one that a next one can be made of. */
function newestOf({ messages }: ContractModel, { name, payload }: Message): SchemaFile {
  const { file } = payload;
  if (file === undefined || !file.endsWith('.avsc')) {
    throw new CliError(
      exitCode.usage,
      `The schema of ${name} stands in ${file ?? 'no file'}, where it has one version only.`,
      {
        help: `Move it to an .avsc file of its own, such as ${kebab(name)}.v1.avsc, and refer to it: \`schema: { $ref: ./${kebab(name)}.v1.avsc }\`.`,
      },
    );
  }
  const newest = payload.versions.at(-1) ?? payload;
  if (newest !== payload) {
    throw new CliError(
      exitCode.usage,
      `${name} uses version ${payload.version}, and there is version ${newest.version} already.`,
      {
        help: `Let it refer to ${newest.file} first.`,
      },
    );
  }
  if (messages.some(({ key }) => key.name === payload.name)) {
    throw new CliError(exitCode.usage, `The schema of ${name} is that of a key, too, which must never change.`, {
      help: 'Give the key a schema file of its own, with the same content.',
    });
  }
  return newest;
}

const kebab = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/** A version that nobody has released yet is simply edited. */
async function refuseUnreleased({ config, contracts }: Project, { name, version, file }: SchemaFile): Promise<void> {
  const lockFile = await readLockFile(config.root);
  if (lockFile === undefined || !isReleased(lockFile.lock, { name, version })) {
    throw new CliError(exitCode.usage, `Version ${version} of ${name} is not released yet.`, {
      help: `Change ${file} itself. Once it is in use, \`eventwright release\` freezes it.`,
    });
  }
  const altered = alteredSchemas(lockFile.lock, contracts.model).filter((one) => one.name === name);
  if (altered.length === 0) return;
  const texts = [...contracts.document.files].map(([path, { text }]) => [path, text] as const);
  throw new CliError(exitCode.findings, `The next version begins as a copy of the last one, which was changed.`, {
    help: `Put your change aside, restore ${file} as it was released, and try again.`,
    shown: { findings: releasedFindings(altered), texts: new Map(texts), root: config.root },
  });
}

/** A file of that name which defines something else; one that defines the event would be its newest version. */
function refuseExisting(root: string, file: string): void {
  if (!existsSync(join(root, file))) return;
  throw new CliError(exitCode.usage, `There is ${file} already, with something else in it.`, {
    help: 'Rename it, or remove it.',
  });
}

const isReleased = ({ schemas }: Lock, version: Pick<SchemaFile, 'name' | 'version'>): boolean =>
  schemas.some((schema) => schemaKey(schema) === schemaKey(version));

const byHand = ({ file, version }: SchemaFile): CliError =>
  new CliError(exitCode.usage, `The references to ${file} cannot be rewritten in place.`, {
    help: `Copy the file to version ${version + 1} and change the \`$ref\` by hand.`,
  });
