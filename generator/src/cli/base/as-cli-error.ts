import { BaseProblem } from '../../load/base/base-problem.ts';
import { CliError } from '../cli-error.ts';
import { exitCode } from '../exit-code.ts';

/** The result of work on a base, its problems as errors of the environment. */
export async function asCliError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof BaseProblem)) throw error;
    throw new CliError(exitCode.environment, error.message, { help: error.help, cause: error });
  }
}
