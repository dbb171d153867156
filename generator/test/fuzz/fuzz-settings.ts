import fc from 'fast-check';

/** The seed of a run, unless FUZZ_SEED gives another; a failure prints its own, with the path to the shrunk case. */
const defaultSeed = 20_261_121;

export interface FuzzSettings {
  readonly seed: number;
  readonly runs: number;
}

/** FUZZ_SEED and FUZZ_RUNS of the environment, for looking again or for longer. */
export function fuzzSettings(runs: number): FuzzSettings {
  const { FUZZ_SEED = String(defaultSeed), FUZZ_RUNS = String(runs) } = process.env;
  return { seed: Number(FUZZ_SEED), runs: Number(FUZZ_RUNS) };
}

/** Runs a property with settings that are printed, so that whoever reads a log can repeat it. */
export async function fuzz<T>(
  name: string,
  property: fc.IAsyncPropertyWithHooks<T>,
  { seed, runs }: FuzzSettings,
): Promise<void> {
  console.log(`fuzz: ${name}, FUZZ_SEED=${seed} FUZZ_RUNS=${runs}`);
  await fc.assert(property, { seed, numRuns: runs, verbose: fc.VerbosityLevel.None });
}
