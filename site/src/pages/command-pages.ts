import type { Command, CommandTerm, Guide } from '../catalog/catalog.ts';
import { type Block, code, link, section, table } from '../page/block.ts';
import type { Page } from '../page/page.ts';
import type { SiteContext } from '../site-context.ts';

/** A page for each command of the tools, and one that lists them. */
export function commandPages(context: SiteContext): readonly Page[] {
  const { commands } = context.estate.catalog.commandLine;
  return [listPage(context), ...commands.map((command) => commandPage(command, context))];
}

function listPage({ estate, paths }: SiteContext): Page {
  const { commands, options } = estate.catalog.commandLine;
  return {
    path: 'commands.html',
    title: 'Commands',
    summary: 'How the tools are called, made of the table that reads the command line.',
    section: 'commands',
    trail: [],
    badges: [],
    blocks: [
      table({
        caption: 'Commands',
        rows: commands,
        empty: 'There are none.',
        isFiltered: true,
        columns: [
          { title: 'Command', cell: ({ name }) => [link(paths.command(name), code(name))] },
          { title: 'Does', cell: ({ summary }) => [summary] },
        ],
      }),
      ...section('options', 'Options of every command', termTable('Options of every command', options)),
      ...section('exit-codes', 'Exit codes', exitCodeTable(estate.catalog.commandLine.exitCodes)),
    ],
  };
}

function commandPage(command: Command, context: SiteContext): Page {
  const { paths, estate } = context;
  const { name, summary, usage, options, examples, notes } = command;
  const guides = guidesOf(command, estate.catalog.guides);
  return {
    path: paths.command(name),
    title: `eventwright ${name}`,
    summary: `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    section: 'commands',
    trail: [{ title: 'Commands', path: 'commands.html' }],
    badges: [],
    blocks: [
      { kind: 'code', language: 'shell', caption: 'Usage', text: usage },
      ...(notes === '' ? [] : [{ kind: 'text', line: [notes] } as const]),
      ...(command.arguments.length === 0
        ? []
        : section('arguments', 'Arguments', termTable(`Arguments of ${name}`, command.arguments))),
      ...(options.length === 0 ? [] : section('options', 'Options', termTable(`Options of ${name}`, options))),
      ...(examples.length === 0
        ? []
        : section('examples', 'Examples', {
            kind: 'code',
            language: 'shell',
            caption: `Examples of ${name}`,
            text: examples.join('\n'),
          })),
      ...(guides.length === 0
        ? []
        : section('guides', 'Guides that use it', {
            kind: 'list',
            items: guides.map((guide) => [link(paths.guide(guide.name), guide.title)]),
          })),
      ...section('exit-codes', 'Exit codes', exitCodeTable(estate.catalog.commandLine.exitCodes), {
        kind: 'text',
        line: [link('commands.html#options', 'Options that every command takes'), ' are those of this one, too.'],
      }),
    ],
  };
}

const termTable = (caption: string, terms: readonly CommandTerm[]): Block =>
  table({
    caption,
    rows: terms,
    empty: 'There are none.',
    columns: [
      { title: 'Typed', cell: ({ term }) => [code(term)] },
      { title: 'Meaning', cell: ({ text }) => [text] },
    ],
  });

const exitCodeTable = (codes: readonly { readonly code: number; readonly meaning: string }[]): Block =>
  table({
    caption: 'Exit codes',
    rows: codes,
    empty: 'There are none.',
    columns: [
      { title: 'Code', cell: ({ code: number }) => [code(String(number))] },
      { title: 'Meaning', cell: ({ meaning }) => [meaning] },
    ],
  });

/** Commands that a text calls, in their order. */
export const commandsIn = (markdown: string, commands: readonly Command[]): readonly Command[] =>
  commands.filter(({ name }) => new RegExp(`\\beventwright ${name}(?![\\w-])`).test(markdown));

const guidesOf = (command: Command, guides: readonly Guide[]): readonly Guide[] =>
  guides.filter(({ markdown }) => commandsIn(markdown, [command]).length > 0);
