import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { commandReference } from './command-reference.ts';

const { commands, options, exitCodes } = commandReference();

describe('the reference of commands', () => {
  it.each(commands.map((one) => [one.name, one] as const))('says of %s what its help says', async (name, reference) => {
    const { stdout } = await command('/', ...name.split(' '), '--help');
    const words = (text: string): string => text.replaceAll(/\s+/g, ' ');
    const help = words(stdout);
    expect(help).toContain(words(`Usage: ${reference.usage}`));
    expect(help).toContain(words(reference.summary));
    for (const { term, text } of [...reference.options, ...reference.arguments]) {
      expect(help).toContain(words(`${term} ${text}`));
    }
    for (const line of [...reference.examples, reference.notes]) expect(help).toContain(words(line));
    const known = [...reference.options, ...options].map(({ term }) => /--[a-z-]+/.exec(term)?.[0]);
    const given = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option);
    expect(given.filter((option) => !known.includes(option))).toEqual([]);
  });

  it('has every exit code, as the help has', async () => {
    const { stdout } = await command('/', '--help');
    for (const { code, meaning } of exitCodes) expect(stdout).toContain(`${code} ${meaning}`);
  });

  it('has an example of each command that does more than list', () => {
    expect(
      commands.filter(({ examples, notes }) => examples.length === 0 && notes === '').map(({ name }) => name),
    ).toEqual(['topics ls']);
  });
});
