import type { Position } from '@eventwright/avro';
import type { Affected } from '../../model/finding.ts';
import type { Comparison } from './comparison.ts';

/**
 * Where to show what is not there any more: at the start of the first document of those that it hurts, else of the first
 * one that there is, else where it stood.
 */
export function placeOfRemoved({ next }: Comparison, before: Position, affected: readonly Affected[]): Position {
  const hurt = next.applications.find(({ name }) => affected.some(({ application }) => application === name));
  return (hurt ?? next.applications[0])?.position ?? before;
}
