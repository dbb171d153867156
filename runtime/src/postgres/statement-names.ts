import { createHash } from 'node:crypto';

/** Which statements of a database are prepared. */
export interface StatementNames {
  /** The name under which a statement is prepared, on each connection that runs it; undefined where it is not. */
  nameOf(text: string): string | undefined;
  /** Prepares nothing any more. */
  stop(): void;
}

/**
 * Names every statement from its second use on, since the first use of a text may well be its last. At most `limit` of
 * them, so that texts made at run time cannot fill the server's memory.
 *
 * A name is a hash of its text: a pooler may hand a connection on to another process, and what is prepared there under
 * the same name is the same statement.
 */
export function statementNames(limit = 256): StatementNames {
  const names = new Map<string, string>();
  const usedOnce = new Set<string>();
  let stopped = false;
  return {
    nameOf: (text) => {
      const name = names.get(text);
      if (name !== undefined || stopped || names.size >= limit) return stopped ? undefined : name;
      if (!usedOnce.delete(text)) {
        if (usedOnce.size >= 4 * limit) usedOnce.clear();
        usedOnce.add(text);
        return undefined;
      }
      const made = `ew_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`;
      names.set(text, made);
      return made;
    },
    stop: () => {
      stopped = true;
    },
  };
}
