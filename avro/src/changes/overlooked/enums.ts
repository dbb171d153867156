import type { EnumSchema } from '../../model.ts';
import { child, type Placed, type TypeMatch } from '../match-schemas.ts';
import type { LocatedOverlooked } from '../overlooked-change.ts';

/** New symbols that old readers cannot take, and symbols that are read as another one, or sort elsewhere, than before. */
export function changedEnum({ previous, next }: TypeMatch): readonly LocatedOverlooked[] {
  const [old, now] = [previous.value, next.value];
  if (old.kind !== 'enum' || now.kind !== 'enum') return [];
  const enums: Enums = { old: { ...previous, value: old }, now: { ...next, value: now } };
  return [...missingDefault(enums), ...otherDefault(enums), ...otherOrder(enums)];
}

interface Enums {
  readonly old: Placed<EnumSchema>;
  readonly now: Placed<EnumSchema>;
}

function missingDefault({ old, now }: Enums): readonly LocatedOverlooked[] {
  if (old.value.default !== undefined) return [];
  const index = now.value.symbols.findIndex((symbol) => !old.value.symbols.includes(symbol));
  if (index === -1) return [];
  const { name, symbols } = now.value;
  const added = symbols.filter((symbol) => !old.value.symbols.includes(symbol)).map((symbol) => `"${symbol}"`);
  return [
    {
      kind: 'enum-default-missing',
      subject: name,
      previous: child(old, 'symbols'),
      next: `${child(now, 'symbols')}/${index}`,
      message: `${name} has the new ${added.length > 1 ? 'symbols' : 'symbol'} ${added.join(', ')}, and its previous version no default: who still reads with that fails on them.`,
      help: 'Release a version with a "default" among the symbols first, and the new symbols once every reader has it.',
    },
  ];
}

function otherDefault({ old, now }: Enums): readonly LocatedOverlooked[] {
  const [from, to] = [old.value.default, now.value.default];
  if (from === undefined || from === to) return [];
  const { name } = now.value;
  const places = { subject: name, previous: child(old, 'default'), next: child(now, 'default') };
  const help = `Keep "default": "${from}".`;
  if (to === undefined) {
    const message = `${name} lost its default "${from}": symbols that it does not know can no longer be read.`;
    return [{ kind: 'enum-default-removed', ...places, message, help }];
  }
  const message = `Symbols that ${name} does not know were read as "${from}", and are now read as "${to}".`;
  return [{ kind: 'enum-default-changed', ...places, message, help }];
}

function otherOrder({ old, now }: Enums): readonly LocatedOverlooked[] {
  const before = old.value.symbols.filter((symbol) => now.value.symbols.includes(symbol));
  const after = now.value.symbols.filter((symbol) => old.value.symbols.includes(symbol));
  if (before.join() === after.join()) return [];
  const { name } = now.value;
  return [
    {
      kind: 'enum-symbols-reordered',
      subject: name,
      previous: child(old, 'symbols'),
      next: child(now, 'symbols'),
      message: `The symbols of ${name} come in another order: data sort differently, and code that counts symbols means others.`,
      help: `Keep the order ${before.join(', ')}, and add new symbols at the end.`,
    },
  ];
}
