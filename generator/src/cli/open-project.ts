import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configName } from '../load/find-config.ts';
import { loadDocument } from '../load/load-document.ts';
import type { FindingsCache } from '../load/official-parser/validate-with-official-parser.ts';
import { type Config, readConfig } from '../load/read-config.ts';
import { type Finding, isError } from '../model/finding.ts';
import { type Contracts, type ReadOptions, readContracts } from '../read-contracts.ts';
import { openFindingsCache } from '../write/findings-cache.ts';
import { CliError } from './cli-error.ts';
import type { Container } from './container.ts';
import { exitCode } from './exit-code.ts';
import type { Report } from './report/report.ts';

/** A configuration and the contracts that it names. */
export interface Project {
  readonly config: Config;
  readonly contracts: Contracts;
}

export interface OpenOptions extends Pick<ReadOptions, 'load'> {
  readonly openCache?: (root: string) => FindingsCache;
}

/** Throws a `CliError` where there is no usable configuration or no contracts folder. */
export async function openProject(
  container: Container,
  { openCache = openFindingsCache, load = loadDocument }: OpenOptions = {},
): Promise<Project> {
  const config = await openConfig(container);
  container.progress(`reading ${config.contracts}`);
  try {
    return { config, contracts: await readContracts(config, openCache(config.root), { settings: config.rules, load }) };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')))
      throw error;
    throw new CliError(exitCode.usage, `There is no folder '${config.contracts}' in ${config.root}.`, {
      help: `Create it, or correct "contracts" in ${config.file}.`,
      cause: error,
    });
  }
}

/** Throws a `CliError` where there is none, or one that cannot be used. */
export async function openConfig({ cwd, configPath }: Container): Promise<Config> {
  const read = await readConfig(cwd, configPath);
  switch (read.kind) {
    case 'found':
      await refuseUnknownRules(read.config);
      return read.config;
    case 'missing':
      throw new CliError(
        exitCode.usage,
        configPath === undefined
          ? `There is no ${configName} in ${cwd} or in a folder above it.`
          : `There is no configuration at ${configPath}.`,
        { help: `Create ${configName} with { "contracts": "asyncapi" }, or name one by --config.` },
      );
    case 'invalid':
      throw new CliError(exitCode.usage, `The configuration ${join(read.root, read.file)} cannot be used.`, {
        shown: read,
      });
  }
}

/** Which rules there are is only looked up where the configuration names some. */
async function refuseUnknownRules({ root, file, rules }: Config): Promise<void> {
  if (rules.length === 0) return;
  const { checkSettings } = await import('../check/check-settings.ts');
  const findings = checkSettings(rules);
  if (findings.length === 0) return;
  const texts = new Map([[file, await readFile(join(root, file), 'utf8')]]);
  throw new CliError(exitCode.usage, `The configuration ${join(root, file)} cannot be used.`, {
    shown: { findings, texts, root },
  });
}

/** The report of a command on contracts, before it says more than their findings. */
export function reportOf(command: string, { config, contracts }: Project, findings: readonly Finding[]): Report {
  return {
    command,
    exitCode: findings.some(isError) ? exitCode.contracts : exitCode.clean,
    findings,
    texts: new Map([...contracts.document.files].map(([path, { text }]) => [path, text])),
    root: config.root,
    lines: [],
    data: {},
  };
}
