import { suggest } from '../../model/suggest.ts';

interface Result {
  readonly message: string;
  readonly path: (string | number)[];
}

/** What each type of security scheme needs besides its type: the Security Scheme Object of AsyncAPI 3. */
const needs: ReadonlyMap<string, readonly string[]> = new Map([
  ['X509', []],
  ['apiKey', ['in']],
  ['asymmetricEncryption', []],
  ['gssapi', []],
  ['http', ['scheme']],
  ['httpApiKey', ['name', 'in']],
  ['oauth2', ['flows']],
  ['openIdConnect', ['openIdConnectUrl']],
  ['plain', []],
  ['scramSha256', []],
  ['scramSha512', []],
  ['symmetricEncryption', []],
  ['userPassword', []],
]);

/**
 * Of a security scheme the parser says what keeps it from being each of a dozen types. Here it is of the type that it says,
 * and what is wrong is said once.
 */
export function securityResults(results: readonly Result[], target: unknown): Result[] {
  const schemes = new Map(
    results.flatMap(({ path }) => {
      const scheme = schemeOf(path);
      return scheme === undefined ? [] : [[scheme.join('/'), scheme] as const];
    }),
  );
  const told = [...schemes].flatMap(([key, path]) => {
    const wrong = wrongWith(valueAt(target, path), path);
    return wrong.length === 0 ? [] : [[key, wrong] as const];
  });
  const better = new Map(told);
  const others = results.filter(({ path }) => !better.has((schemeOf(path) ?? []).join('/')));
  return [...others, ...told.flatMap(([, wrong]) => wrong)];
}

/** The part of a path that leads to a security scheme, if it passes one. */
function schemeOf(path: readonly (string | number)[]): readonly (string | number)[] | undefined {
  if (path[0] === 'components' && path[1] === 'securitySchemes') return path.length < 3 ? undefined : path.slice(0, 3);
  const holder = path.findIndex((part, index) => part === 'security' && /^\d+$/.test(String(path[index + 1])));
  const isInData = path.slice(0, holder).some((part) => dataHolders.includes(part));
  return holder === -1 || isInData ? undefined : path.slice(0, holder + 2);
}

/** Where a `security` is a name that somebody chose. */
const dataHolders: readonly (string | number)[] = ['examples', 'headers', 'payload', 'properties', 'schemas'];

function wrongWith(scheme: unknown, path: readonly (string | number)[]): readonly Result[] {
  if (!isObject(scheme)) return [];
  const type = 'type' in scheme ? scheme.type : undefined;
  if (typeof type !== 'string') return [{ message: 'Object must have required property "type"', path: [...path] }];
  const needed = needs.get(type);
  if (needed === undefined) {
    const suggestion = suggest(type, [...needs.keys()]) ?? `There are: ${[...needs.keys()].join(', ')}.`;
    return [{ message: `There is no security scheme of type '${type}'. ${suggestion}`, path: [...path, 'type'] }];
  }
  return needed
    .filter((name) => !Object.hasOwn(scheme, name))
    .map((name) => ({ message: `A security scheme of type '${type}' needs '${name}'`, path: [...path] }));
}

function valueAt(target: unknown, path: readonly (string | number)[]): unknown {
  let value = target;
  for (const part of path) {
    value = isObject(value) ? Object.getOwnPropertyDescriptor(value, part)?.value : undefined;
  }
  return value;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
