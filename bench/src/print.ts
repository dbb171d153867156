import type { Measurement } from './measure.ts';

/** One line of a table: what was measured, its target, and how it compares to a peer of the same run. */
export function print(
  name: string,
  { milliseconds, memory }: Measurement,
  target: string,
  peer?: [string, Measurement],
): void {
  const beside = peer === undefined ? '' : `  ${(milliseconds / peer[1].milliseconds).toFixed(2)} x ${peer[0]}`;
  const used = Number.isNaN(memory) ? ''.padEnd(10) : `${memory.toFixed(0).padStart(5)} MiB`;
  const figures = `${milliseconds.toFixed(0).padStart(6)} ms ${used}`;
  console.log(`${name.padEnd(44)}${figures}  ${target.padEnd(18)}${beside}`.trimEnd());
}
