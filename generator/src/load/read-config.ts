import { basename, dirname, join } from 'node:path';
import configSchema from '../../config.schema.json' with { type: 'json' };
import type { Node } from '../model/document.ts';
import { type Finding, isError } from '../model/finding.ts';
import { createNodeReader, type NodeReader, scalarValue } from '../model/node.ts';
import { type RuleSetting, ruleSeverities } from '../model/rule-setting.ts';
import { checkConfig } from './check-config.ts';
import { findConfig } from './find-config.ts';
import { detectImportExtension, type ImportExtension } from './import-extension.ts';
import { parseSource } from './parse-source.ts';

/** A configuration that was checked. */
export interface Config {
  /** Absolute path of its folder; every other path is relative to it, with `/`. */
  readonly root: string;
  /** Its own name there. */
  readonly file: string;
  readonly contracts: string;
  readonly typescript: TypeScriptTarget | undefined;
  readonly rules: readonly RuleSetting[];
  readonly readers: ReadersSettings;
  readonly docs: DocsSettings;
}

/** Of the documentation site. */
export interface DocsSettings {
  /** The folder to write to. */
  readonly out: string;
  /** What the estate is called; default: as its folder. */
  readonly title: string | undefined;
  /** What it is about, in a sentence. */
  readonly description: string | undefined;
  /** A folder of Markdown files that the site shows as guides. */
  readonly guides: string | undefined;
  /** Where a file can be looked at, with `{file}` and `{line}`. */
  readonly source: string | undefined;
  /** Where a topic can be watched live, with `{topic}`. */
  readonly console: string | undefined;
  /** Where the site will be. */
  readonly address: string | undefined;
}

/** Where the code is that uses events. */
export interface ReadersSettings {
  /** Paths and globs of tsconfig.json files. */
  readonly projects: readonly string[];
  /** What `eventwright readers --out` has written in other repositories. */
  readonly manifests: readonly string[];
}

export interface TypeScriptTarget {
  readonly out: string;
  /** The name under which services import what is generated; undefined where they do by its path. */
  readonly package: string | undefined;
  readonly importExtension: ImportExtension;
  /** Whether to write what tests of services need. */
  readonly testing: boolean;
  /** The configuration says none; it is what the project's tsconfig.json asks for. */
  readonly isImportExtensionDetected: boolean;
}

export type ReadConfig =
  | { readonly kind: 'found'; readonly config: Config }
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'invalid';
      readonly root: string;
      readonly file: string;
      readonly findings: readonly Finding[];
      /** Its text by its name, for code frames. */
      readonly texts: ReadonlyMap<string, string>;
    };

/** Reads the configuration at `path` if one is given, else the nearest one in `cwd` or a folder above it. */
export async function readConfig(cwd: string, path?: string): Promise<ReadConfig> {
  const found = await findConfig(cwd, path);
  if (found === undefined) return { kind: 'missing' };
  const root = dirname(found.path);
  const file = basename(found.path);
  const { node, findings } = found.problem === undefined ? parseConfig(file, found.text) : unread(found.problem);
  if (node === undefined || findings.some(isError)) {
    return { kind: 'invalid', root, file, findings, texts: new Map([[file, found.text]]) };
  }
  return { kind: 'found', config: { root, file, ...(await settings(root, node)) } };
}

async function settings(root: string, node: Node): Promise<Omit<Config, 'root' | 'file'>> {
  const reader = createNodeReader({ references: new Map() });
  const always = {
    readers: readersSettings(reader, node),
    rules: ruleSettings(reader, node),
    docs: docsSettings(reader, node),
  };
  const target = reader.child(reader.child(node, 'generate'), 'typescript');
  const out = reader.text(target, 'out');
  const contracts = reader.text(node, 'contracts') ?? '';
  if (out === undefined) return { contracts, typescript: undefined, ...always };
  const extension = reader.text(target, 'importExtension');
  const isKnown = extension === '.ts' || extension === '.js' || extension === '';
  const importExtension = isKnown ? extension : await detectImportExtension(join(root, out));
  const testing = scalarValue(reader.child(target, 'testing')) === true;
  const typescript: TypeScriptTarget = {
    out,
    package: reader.text(target, 'package'),
    importExtension,
    testing,
    isImportExtensionDetected: !isKnown,
  };
  return { contracts, typescript, ...always };
}

function ruleSettings(reader: NodeReader, node: Node): readonly RuleSetting[] {
  return reader.entries(reader.child(node, 'rules')).flatMap(([ruleId, { position, value }]) => {
    const severity = ruleSeverities.find((known) => known === scalarValue(value));
    return severity === undefined ? [] : [{ ruleId, severity, position }];
  });
}

function readersSettings(reader: NodeReader, node: Node): ReadersSettings {
  const readers = reader.child(node, 'readers');
  const texts = (key: string): readonly string[] | undefined =>
    reader.child(readers, key) === undefined
      ? undefined
      : reader.items(reader.child(readers, key)).map((item) => String(scalarValue(item)));
  return { projects: texts('projects') ?? ['tsconfig.json'], manifests: texts('manifests') ?? [] };
}

function docsSettings(reader: NodeReader, node: Node): DocsSettings {
  const docs = reader.child(node, 'docs');
  const text = (key: string): string | undefined => reader.text(docs, key);
  return {
    out: text('out') ?? '.eventwright/docs',
    title: text('title'),
    description: text('description'),
    guides: text('guides'),
    source: text('source'),
    console: text('console'),
    address: text('address'),
  };
}

export type ContractsFolder =
  | { readonly kind: 'found'; readonly contracts: string }
  | { readonly kind: 'invalid'; readonly findings: readonly Finding[] };

/** The contracts folder that a configuration names, be the rest of it of another version of this program. */
export function contractsFolder(file: string, text: string): ContractsFolder {
  const { node, findings } = parseConfig(file, text);
  const errors = findings.filter((finding) => isError(finding) && isAboutContracts(finding));
  const contracts = createNodeReader({ references: new Map() }).text(node, 'contracts');
  if (contracts === undefined || errors.length > 0) return { kind: 'invalid', findings: errors };
  return { kind: 'found', contracts };
}

const isAboutContracts = ({ path = '/' }: Finding): boolean => path === '/' || path === '/contracts';

interface ParsedConfig {
  readonly node: Node | undefined;
  readonly findings: readonly Finding[];
}

const unread = (problem: Finding): ParsedConfig => ({ node: undefined, findings: [problem] });

function parseConfig(file: string, text: string): ParsedConfig {
  const { root: node, findings } = parseSource(file, text);
  if (node === undefined) return { node, findings };
  const isEmpty = node.kind === 'scalar' && node.value === null;
  return { node, findings: isEmpty ? [empty(file)] : checkConfig(configSchema, node) };
}

const empty = (file: string): Finding => ({
  ruleId: 'CONFIG_INVALID',
  severity: 'error',
  message: 'The configuration is empty.',
  position: { file, line: 1, column: 1 },
  related: [],
  help: 'Write at least { "contracts": "asyncapi" }.',
});
