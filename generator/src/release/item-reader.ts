import type { JsonNode, JsonObjectNode, Position } from '@eventwright/avro';

/** Reads the members of one JSON object. Throws a `LockProblem` at the place of what is not as it must be. */
export interface ItemReader {
  readonly position: Position;
  text(name: string): string;
  optionalText(name: string): string | undefined;
  oneOf<T extends string>(name: string, allowed: readonly T[]): T;
  /** A whole number from 1 on. */
  count(name: string): number;
  /** Of a flag that is not there: false. */
  flag(name: string): boolean;
  /** Of a list that is not there: empty. */
  texts(name: string): readonly string[];
  list<T>(name: string, read: (item: JsonNode) => T): readonly T[];
  /** Of an object that is not there, one without members. */
  object<T>(name: string, read: (members: ItemReader) => T): T;
  optionalObject<T>(name: string, read: (members: ItemReader) => T): T | undefined;
  names(): readonly string[];
}

/** Something in the lock that cannot be. */
export class LockProblem extends Error {
  readonly position: Position;

  constructor(message: string, position: Position) {
    super(message);
    this.position = position;
  }
}

/** Calls `read`, and refuses members that it has not asked for: they are misspelt, or of a newer version. */
export function readItem<T>(node: JsonNode, read: (members: ItemReader) => T): T {
  if (node.kind !== 'object') throw new LockProblem('an object must stand here', placeOf(node));
  const asked = new Set<string>();
  const result = read(createItemReader(node, asked));
  for (const [name, member] of node.members) {
    if (!asked.has(name)) throw new LockProblem(`there is no '${name}' in it`, placeOf(member));
  }
  return result;
}

function createItemReader(node: JsonObjectNode, asked: Set<string>): ItemReader {
  const position = placeOf(node);
  const member = (name: string): JsonNode | undefined => {
    asked.add(name);
    return node.members.get(name);
  };
  const refuse = (name: string, what: string): never => {
    throw new LockProblem(`'${name}' must be ${what}`, placeOf(node.members.get(name) ?? node));
  };
  const scalar = (name: string): unknown => {
    const found = member(name);
    return found?.kind === 'scalar' ? found.value : found;
  };
  const optionalText = (name: string): string | undefined => {
    const value = scalar(name);
    return value === undefined || typeof value === 'string' ? value : refuse(name, 'text');
  };
  const text = (name: string): string => optionalText(name) ?? refuse(name, 'text');
  const list: ItemReader['list'] = (name, read) => {
    const found = member(name);
    if (found === undefined) return [];
    return found.kind === 'array' ? found.items.map(read) : refuse(name, 'a list');
  };
  const optionalObject: ItemReader['optionalObject'] = (name, read) => {
    const found = member(name);
    return found === undefined ? undefined : readItem(found, read);
  };
  return {
    position,
    text,
    optionalText,
    oneOf: (name, allowed) => {
      const value = scalar(name);
      return allowed.find((one) => one === value) ?? refuse(name, `one of ${allowed.join(', ')}`);
    },
    count: (name) => {
      const value = scalar(name);
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1
        ? value
        : refuse(name, 'a whole number from 1 on');
    },
    flag: (name) => {
      const value = scalar(name) ?? false;
      return typeof value === 'boolean' ? value : refuse(name, 'true or false');
    },
    texts: (name) =>
      list(name, (item) =>
        item.kind === 'scalar' && typeof item.value === 'string' ? item.value : refuse(name, 'a list of texts'),
      ),
    list,
    object: (name, read) =>
      optionalObject(name, read) ??
      readItem({ kind: 'object', members: new Map(), location: node.location, position }, read),
    optionalObject,
    names: () => [...node.members.keys()],
  };
}

const placeOf = ({ position }: JsonNode): Position => position ?? { file: '', line: 1, column: 1 };
