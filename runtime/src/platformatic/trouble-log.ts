import type { Logger } from '../core/client.ts';

/** How often the same trouble is told, in milliseconds. */
const interval = 10_000;

/** Tells of fetches that fail. They are tried several times a second; the same failure is told now and then. */
export function createTroubleLog(log: Logger | undefined, group: string): (error: unknown) => void {
  let told = '';
  let next = 0;
  return (error) => {
    const said = error instanceof Error ? error.message : String(error);
    if (said === told && Date.now() < next) return;
    told = said;
    next = Date.now() + interval;
    log?.warn({ group, error: said }, 'kafka client: a fetch failed and is tried again');
  };
}
