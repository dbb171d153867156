import { EnvironmentError, UsageError } from '../script-error.ts';

/** Ends a script that failed: 4 where the machine lacks something, 2 for wrong arguments, else 70 with the stack. */
export function reportFailure(error: unknown): void {
  const [code, message] = judge(error);
  console.error(message);
  process.exitCode = code;
}

function judge(error: unknown): readonly [code: number, message: string] {
  if (!(error instanceof Error)) return [70, String(error)];
  if (error instanceof EnvironmentError) return [4, error.message];
  if (error instanceof UsageError || isArgumentError(error)) return [2, error.message];
  return [70, error.stack ?? error.message];
}

/** True for what `util.parseArgs` throws. */
function isArgumentError(error: Error): boolean {
  return 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS');
}
