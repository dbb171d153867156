import type { Logger } from '@eventwright/runtime';

/** Says what goes wrong in lines for people, between the events; says nothing while all is well. */
export function consoleLog(write: (line: string) => void, { colour }: { readonly colour: boolean }): Logger {
  const paint = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    info: () => undefined,
    warn: (details, message) => write(paint(33, `  ~ ${sentence(details, message)}`)),
    error: (details, message) => write(paint(31, `  ! ${sentence(details, message)}`)),
  };
}

/** What lines are made of, where a message has it. */
interface Details {
  readonly service?: unknown;
  readonly err?: unknown;
  /** Milliseconds. */
  readonly retryIn?: unknown;
}

/** `warehouse waits: item LAMP-AURORA does not exist; next try in 3.6 s` */
function sentence(details: object, message: string): string {
  const { service, err: error, retryIn }: Details = details;
  const who = typeof service === 'string' ? service : 'shop';
  const why = error instanceof Error ? error.message : undefined;
  const next = typeof retryIn === 'number' ? `; next try in ${Math.ceil(retryIn / 100) / 10} s` : '';
  // An error that a handler threw by `retryLater` is no failure: the service says what it waits for.
  if (error instanceof Error && error.name === 'RetryLater') return `${who} waits: ${why}${next}`;
  return `${who}: ${message}${why === undefined ? '' : ` (${why})`}${next}`;
}
