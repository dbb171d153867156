import type { Command, CommandLine, CommandTerm } from '@eventwright/site';
import type { Command as Program } from 'commander';
import { exitCodeMeanings } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { createProgram } from '../program.ts';

/** The command line as its own table has it, whatever the environment says. */
export function commandReference(): CommandLine {
  const { program } = createProgram(nowhere);
  const commands = leavesOf(program).map(({ name, command }) => commandOf(name, command));
  const help = program.createHelp();
  return {
    commands: commands.sort((a, b) => (a.name < b.name ? -1 : 1)),
    options: help
      .visibleOptions(program)
      .map((option) => ({ term: help.optionTerm(option), text: help.optionDescription(option) })),
    exitCodes: exitCodeMeanings.map(([code, meaning]) => ({ code, meaning })),
  };
}

const silent = { write: () => undefined };
const nowhere: Io = { stdout: silent, stderr: silent, env: {}, cwd: '/', signal: new AbortController().signal };

interface Leaf {
  readonly name: string;
  readonly command: Program;
}

/** Commands that do something, rather than hold others. */
function leavesOf(program: Program, names: readonly string[] = []): readonly Leaf[] {
  return program.commands.flatMap((command) => {
    const own = [...names, command.name()];
    return command.commands.length > 0 ? leavesOf(command, own) : [{ name: own.join(' '), command }];
  });
}

function commandOf(name: string, command: Program): Command {
  const help = command.createHelp();
  const after = afterHelp(command);
  const terms: readonly CommandTerm[] = help
    .visibleOptions(command)
    .filter((option) => option.long !== '--help')
    .map((option) => ({ term: help.optionTerm(option), text: help.optionDescription(option) }));
  return {
    name,
    summary: command.description(),
    usage: help.commandUsage(command),
    arguments: help.visibleArguments(command).map((argument) => ({
      term: argument.name(),
      text: help.argumentDescription(argument),
    })),
    options: terms,
    examples: after.filter((line) => line.startsWith('  ')).map((line) => line.trim()),
    notes: after
      .filter((line) => !line.startsWith('  ') && !/^Examples?:$/.test(line))
      .join(' ')
      .trim(),
  };
}

/** The lines that a command's help has behind what is made of the table. */
function afterHelp(command: Program): readonly string[] {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text.slice(command.helpInformation().length).split('\n');
}
