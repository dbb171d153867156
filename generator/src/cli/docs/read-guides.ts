import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Guide } from '@eventwright/site';
import type { Config } from '../../load/read-config.ts';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

/** Texts longer than this are no guides. In bytes. */
const longest = 1_000_000;

/** The Markdown files of the folder that the configuration names, by name. Throws a `CliError` where it cannot be read. */
export async function readGuides({ root, file, docs }: Config): Promise<readonly Guide[]> {
  const { guides } = docs;
  if (guides === undefined) return [];
  const folder = join(root, guides);
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new CliError(exitCode.usage, `The folder of guides ${guides} cannot be read.`, {
      help: `Create it, or correct "docs": { "guides": … } in ${file}.`,
      cause,
    });
  });
  const markdown = names.filter((name) => name.endsWith('.md')).sort();
  return Promise.all(
    markdown.map(async (name) =>
      guideOf(name.slice(0, -3), (await readFile(join(folder, name), 'utf8')).slice(0, longest)),
    ),
  );
}

/** Its first heading is its title. */
function guideOf(name: string, text: string): Guide {
  const title = /^# (.+)$/m.exec(text);
  if (title === null) return { name, title: name, markdown: text };
  return { name, title: title[1] ?? name, markdown: text.replace(title[0], '').trim() };
}
