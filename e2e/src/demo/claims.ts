/** Proves one claim. Rejects where it does not hold, saying what is the case instead. May return a detail to show. */
export type Proof = () => Promise<string | undefined>;

/** Takes claims one after another; each gets a line. */
export interface Claims {
  /** Rejects with `ClaimFailed` where the claim does not hold: what follows builds on it. */
  claim(text: string, prove: Proof): Promise<void>;
  readonly held: number;
}

/** Says that a claim did not hold. Its line has been written. */
export class ClaimFailed extends Error {}

export function createClaims(
  write: (line: string) => void,
  { colour, now = Date.now }: { readonly colour: boolean; readonly now?: () => number },
): Claims {
  const paint = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  let held = 0;
  return {
    async claim(text, prove) {
      const started = now();
      try {
        const detail = await prove();
        held += 1;
        const took = `${((now() - started) / 1000).toFixed(1)} s`;
        write(`${paint(32, '✓')} ${text} ${paint(90, detail === undefined ? `(${took})` : `(${detail}; ${took})`)}`);
      } catch (error) {
        write(`${paint(31, '✗')} ${text}: ${error instanceof Error ? error.message : String(error)}`);
        throw new ClaimFailed(text, { cause: error });
      }
    },
    get held() {
      return held;
    },
  };
}

/** Throws `what` where the condition does not hold. */
export function assert(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}
