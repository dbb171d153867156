import { existsSync, globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  anchors,
  codeBlocks,
  codeSpans,
  linkTargets,
  type MarkdownFile,
  markdownFiles,
  tables,
} from './documentation.ts';
import { command } from './generator/test/command.ts';

/** What `find` finds in each document, with the document's name. */
const inAll = (find: (document: MarkdownFile) => readonly string[]): readonly string[] =>
  markdownFiles.flatMap((document) => find(document).map((found) => `${document.file}: ${found}`));

/** Lines of shell blocks without prompt and comment, and what stands in backticks: all that somebody may type. */
function typed({ text }: MarkdownFile): readonly string[] {
  const shell = codeBlocks(text).filter(({ language }) => language === 'sh' || language === '');
  const lines = shell.flatMap(({ code }) => code.split('\n'));
  return [...lines.map((line) => line.replaceAll(/^\$ | # .*$/g, '')), ...codeSpans(text)];
}

const optionsIn = (line: string): readonly string[] => line.match(/--[a-z-]+/g) ?? [];

describe('the documents', () => {
  it('link to files and headings that are there', () => {
    expect(inAll(({ file, text }) => linkTargets(text).filter((target) => !leadsSomewhere(file, target)))).toEqual([]);
  });

  it('name source files that are there', () => {
    const sources = globSync('**/*.ts', { exclude: ['**/{node_modules,dist}/**'] }).map(
      (file) => `/${file.replaceAll('\\', '/')}`,
    );
    const isThere = (name: string) => sources.some((source) => source.endsWith(`/${name.replace(/^(\.\.\/)+/, '')}`));
    const names = ({ text }: MarkdownFile) => codeSpans(text).filter((span) => /^[\w./-]+\.ts$/.test(span));
    expect(inAll((document) => names(document).filter((name) => !isThere(name)))).toEqual([]);
  });

  it('hold JSON that is JSON', () => {
    const blocks = markdownFiles.flatMap(({ text }) => codeBlocks(text)).filter(({ language }) => language === 'json');
    for (const { code } of blocks) expect(() => JSON.parse(code)).not.toThrow();
  });

  it('run npm scripts that there are, with options that they know', () => {
    expect(inAll((document) => typed(document).flatMap(unknownScripts))).toEqual([]);
  });

  it('give commands and options of eventwright that there are', () => {
    const given = (document: MarkdownFile) => [...typed(document), ...commandTable(document.text)];
    expect(inAll((document) => given(document).filter((line) => !isKnown(line)))).toEqual([]);
  });

  it.each(['README.md', 'generator/README.md'])('list every command of eventwright: %s', (file) => {
    const listed = commandTable(readFileSync(file, 'utf8')).map(commandName);
    expect(listed.toSorted()).toEqual(commands.toSorted());
  });
});

function leadsSomewhere(file: string, target: string): boolean {
  if (/^https?:/.test(target)) return true;
  const [path = '', anchor] = target.split('#');
  const linked = path === '' ? file : posix.join(posix.dirname(file), path);
  return existsSync(linked) && (anchor === undefined || anchors(readFileSync(linked, 'utf8')).includes(anchor));
}

/** The calls of npm in a line whose script does not exist, or whose source does not speak of an option that is given. */
function unknownScripts(line: string): readonly string[] {
  const calls = line.matchAll(
    /\bnpm (?!(?:ci|install)\b)(?:run (?:--silent )?)?([\w:]+)(?: -w (\S+))?(?: -- ([^;&|]*))?/g,
  );
  return [...calls].flatMap(([call, script = '', workspace = '.', given = '']) => {
    const manifest: { scripts: Record<string, string | undefined> } = JSON.parse(
      readFileSync(posix.join(workspace, 'package.json'), 'utf8'),
    );
    const run = manifest.scripts[script];
    if (run === undefined) return [call];
    const isUnknown = (option: string): boolean => !scriptSource(run).includes(option);
    return optionsIn(given).some(isUnknown) ? [call] : [];
  });
}

/** The source of what an npm script runs, with what stands beside it. */
function scriptSource(run: string): string {
  const folder = posix.dirname(run.replace(/^node /, ''));
  return globSync(`${folder}/*.ts`)
    .map((file) => readFileSync(file, 'utf8'))
    .join();
}

/** The help of each command by its name, of those that only hold others and of the whole as well, but not of `help`. */
async function helps(...words: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await command('.', ...words, '--help');
  const [, list = ''] = stdout.split(listHead);
  const names = [...(list.split('\n\n')[0] ?? '').matchAll(/^ {2}(?!help\b)([\w-]+)/gm)];
  const below = await Promise.all(names.map(([, name = '']) => helps(...words, name)));
  return new Map([[words.join(' '), stdout], ...below.flatMap((inner) => [...inner])]);
}

const listHead = '\nCommands:\n';
const helpOf = await helps();
const commands = [...helpOf].filter(([, help]) => !help.includes(listHead)).map(([name]) => name);

const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'));
const scriptSources = Object.values(scripts).filter((run) => run.startsWith('node '));
const allOptions = [...helpOf.values(), ...scriptSources.map(scriptSource)].join();

/** The name of a command with what follows it, in a line that calls eventwright. */
const called = (line: string): string | undefined => /^(?:npx )?eventwright ([a-z[-].*)$/.exec(line.trim())?.[1];
const commandName = (line: string): string =>
  /^(?:(?:^| )[a-z]+(?:-[a-z]+)*(?=\s|$))*/.exec(called(line) ?? '')?.[0] ?? '';

/** Options that stand alone are those of any command or npm script. True of a line that is about something else. */
function isKnown(line: string): boolean {
  const isAlone = line.startsWith('--');
  if (!isAlone && called(line) === undefined) return true;
  const help = isAlone ? allOptions : helpOf.get(commandName(line));
  return help !== undefined && optionsIn(line).every((option) => help.includes(option));
}

/** The calls in a table whose first column is headed `command`; there the name of the program may be left out. */
const commandTable = (markdown: string): readonly string[] =>
  [...tables(markdown).values()]
    .filter(([head]) => head?.[0] === 'command')
    .flatMap((rows) => rows.flatMap(([cell = '']) => codeSpans(cell)))
    .map((span) => `eventwright ${span.replace(/^(npx )?eventwright /, '')}`);
