import type { SchemaInput } from '../is-schema.ts';
import { checkReaderWriter } from './check-reader-writer.ts';
import { comparedSchema } from './compared-schema.ts';
import type { Compatibility, Incompatibility } from './incompatibility.ts';

export const compatibilityLevels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

/** Which schemas of a subject must be able to read which, by the names that registries use. */
export type CompatibilityLevel = (typeof compatibilityLevels)[number];

/** `backward`: the next schema reads what a previous one wrote; `forward`: the other way round. */
type Direction = 'backward' | 'forward';

interface LevelRule {
  readonly directions: readonly Direction[];
  readonly transitive: boolean;
}

const rules: Readonly<Record<CompatibilityLevel, LevelRule>> = {
  NONE: { directions: [], transitive: false },
  BACKWARD: { directions: ['backward'], transitive: false },
  BACKWARD_TRANSITIVE: { directions: ['backward'], transitive: true },
  FORWARD: { directions: ['forward'], transitive: false },
  FORWARD_TRANSITIVE: { directions: ['forward'], transitive: true },
  FULL: { directions: ['forward', 'backward'], transitive: false },
  FULL_TRANSITIVE: { directions: ['forward', 'backward'], transitive: true },
};

export interface LevelIncompatibility extends Incompatibility {
  readonly direction: Direction;
}

export interface LevelCompatibility extends Compatibility {
  /** Of one previous schema only, forward before backward, as registries report them. */
  readonly incompatibilities: readonly LevelIncompatibility[];
  /** Which previous schema the incompatibilities are with, as an index; undefined if compatible. */
  readonly previousIndex: number | undefined;
}

/**
 * Whether a schema may follow others (oldest first) at a compatibility level. Levels that are not transitive look at the
 * last one only; the transitive ones at all, newest first, up to the first that fails. Throws `AvroError` for what is no
 * schema, `TypeError` for what is no level.
 */
export function checkLevel(
  level: CompatibilityLevel,
  next: SchemaInput,
  previous: readonly SchemaInput[],
): LevelCompatibility {
  const { directions, transitive } = ruleOf(level);
  const parsed = comparedSchema(next);
  const oldest = transitive ? 0 : Math.max(0, previous.length - 1);
  for (const [offset, schema] of previous.slice(oldest).toReversed().entries()) {
    const incompatibilities = directions.flatMap((direction) =>
      checkDirection(direction, parsed, comparedSchema(schema)),
    );
    if (incompatibilities.length === 0) continue;
    return { compatible: false, incompatibilities, previousIndex: previous.length - 1 - offset };
  }
  return { compatible: true, incompatibilities: [], previousIndex: undefined };
}

/** The level may come from JavaScript, or from a file. */
function ruleOf(level: CompatibilityLevel): LevelRule {
  if (Object.hasOwn(rules, level)) return rules[level];
  throw new TypeError(`There is no compatibility level "${level}". Use one of ${compatibilityLevels.join(', ')}.`);
}

function checkDirection(
  direction: Direction,
  next: SchemaInput,
  previous: SchemaInput,
): readonly LevelIncompatibility[] {
  const { incompatibilities } =
    direction === 'backward' ? checkReaderWriter(next, previous) : checkReaderWriter(previous, next);
  return incompatibilities.map((one) => ({ ...one, direction }));
}
