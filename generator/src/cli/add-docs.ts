import type { Command } from 'commander';
import { parseCount, parseDay } from './options.ts';
import type { Commands } from './program.ts';

/** The commands on the documentation site, and on what it is made of. */
export function addDocs(program: Command, { action }: Commands): void {
  const docs = program.command('docs').description('the documentation site of the contracts');
  docs
    .command('build')
    .description('write the site: it works on any server, below any path, and from the folder')
    .option('--out <folder>', 'write to this folder instead of that of the configuration')
    .option('--no-code', 'do not look which code uses which field')
    .option('--no-history', 'do not ask git what earlier releases changed')
    .option(
      '--date <day>',
      'count days to the end of deprecations from then; default: from the newest commit',
      parseDay,
    )
    .addHelpText('after', '\nExample:\n  eventwright docs build --out site-of-the-shop')
    .action(action(async () => (await import('./commands/docs-build.ts')).docsBuild));
  docs
    .command('serve')
    .description('show the site on this machine while contracts are written; pages follow every change')
    .option('--port <n>', '0 takes any that is free', parseCount, 4_800)
    .option('--no-code', 'do not look which code uses which field')
    .option('--no-history', 'do not ask git what earlier releases changed')
    .addHelpText('after', '\nExample:\n  eventwright docs serve --no-code')
    .action(action(async () => (await import('./commands/docs-serve.ts')).docsServe, 'serves'));
  program
    .command('mcp')
    .description('serve the catalogue to an assistant, by the Model Context Protocol on stdin and stdout')
    .option('--no-code', 'do not look which code uses which field')
    .addHelpText('after', '\nExample:\n  eventwright mcp --cwd contracts')
    .action(action(async () => (await import('./commands/mcp.ts')).mcp, 'serves'));
}
