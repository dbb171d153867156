import type { Finding } from '../model/finding.ts';
import type { ExitCode } from './exit-code.ts';

/** Findings outside the contracts, such as in the configuration, with what it takes to show them. */
export interface ShownFindings {
  readonly findings: readonly Finding[];
  /** Texts of the files that they are about, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** Absolute path of the folder that their paths are relative to. */
  readonly root: string;
}

interface CliErrorOptions extends ErrorOptions {
  /** What to do about it. */
  readonly help?: string;
  readonly shown?: ShownFindings;
}

/** Ends a command with an exit code and a message for the user. Everything else that is thrown is a bug of ours. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly help: string | undefined;
  readonly shown: ShownFindings | undefined;

  constructor(exitCode: ExitCode, message: string, { help, shown, ...options }: CliErrorOptions = {}) {
    super(message, options);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.help = help;
    this.shown = shown;
  }
}
