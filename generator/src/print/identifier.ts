/** The words of a name: `HTTPOrder_placed.v2` is HTTP, Order, placed, v2. */
function wordsOf(name: string): readonly string[] {
  return name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{L}+/gu) ?? [];
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** `OrderPlaced` -> `order-placed`; for file names. */
export function kebabCase(name: string): string {
  return wordsOf(name)
    .map((word) => word.toLowerCase())
    .join('-');
}

/** `shop.orders` -> `ShopOrders`. */
export function pascalCase(name: string): string {
  const joined = wordsOf(name).map(capitalized).join('');
  return /^\p{N}/u.test(joined) || joined === '' ? `_${joined}` : joined;
}

/** `OrderPlaced` -> `orderPlaced`; for values and methods. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.charAt(0).toLowerCase() + pascal.slice(1);
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** `order-placed` -> `OrderPlaced`; for types. A name that is an identifier stays as written. */
export function typeName(name: string): string {
  return identifier.test(name) ? name : pascalCase(name);
}

/** A property name as an interface or object literal writes it: quoted where it is no identifier. */
export function propertyName(name: string): string {
  return identifier.test(name) && name !== '__proto__' ? name : stringLiteral(name);
}

/** A single-quoted string literal. */
export function stringLiteral(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

/**
 * Words that cannot name a generated declaration: reserved by the language, or names of globals and imports that
 * generated text itself uses.
 */
const taken: ReadonlySet<string> = new Set(
  (
    'any arguments as async await bigint boolean break case catch class const continue debugger declare default delete do ' +
    'else enum eval export extends false finally for from function get if implements import in infer instanceof interface ' +
    'is keyof let module namespace never new null number object of package private protected public readonly return ' +
    'satisfies set static string super switch symbol this throw true try type typeof undefined unique unknown using var ' +
    'void while with yield Array Date Decimal Object PlainDate Promise Readonly Record Uint8Array Schema'
  ).split(' '),
);

/** A name for a declaration: itself, or with `_` behind where the word is taken. */
export function declarationName(name: string): string {
  return taken.has(name) ? `${name}_` : name;
}
