import type { ContextOf, Handler, ReceivedEvent } from './application.ts';
import type { OutputOf, Schema } from './schema.ts';

declare const types: unique symbol;

/** Where a handler says that it takes every version. Registered with the language: the same in every copy of this package. */
export const ofEveryVersion: unique symbol = Symbol.for('@eventwright/runtime ofEveryVersion');

/** Schemas of a message's versions, oldest first. */
export type VersionSchemas = readonly [Schema<unknown, unknown>, ...Schema<unknown, unknown>[]];

/**
 * All released versions of a message, up to the one that its contract names. Generated beside the message, and imported
 * only by those who want more than the newest: nobody else carries the older schemas.
 */
export interface MessageVersions<Value, Key, Headers extends object, Schemas extends VersionSchemas> {
  readonly schemas: Schemas;
  /** Exists only for the compiler. */
  readonly [types]?: { readonly value: Value; readonly key: Key; readonly headers: Headers };
}

/** An event in the version in which it was written: `version` tells which type `value` has. A tombstone has none. */
export type VersionedEvent<Value, Key, Headers extends object, Schemas extends VersionSchemas> =
  | { [Index in keyof Schemas]: EventOf<Schemas[Index], Key, Headers> }[number]
  | (null extends Value ? ReceivedEvent<null, Key, Headers> & { readonly version: undefined } : never);

type EventOf<S, Key, Headers extends object> =
  S extends Schema<infer Output, infer _Input, infer Version>
    ? ReceivedEvent<Output, Key, Headers> & { readonly version: Version }
    : never;

/** For each version but the newest, under its number, what makes it the next one. */
export type Upcasters<Schemas extends readonly unknown[]> =
  Steps<Schemas> extends infer All ? { readonly [Version in keyof All]: All[Version] } : never;

type Steps<Schemas extends readonly unknown[]> = Schemas extends readonly [infer From, infer To, ...infer Rest]
  ? Step<From, To> & Steps<readonly [To, ...Rest]>
  : unknown;

type Step<From, To> =
  From extends Schema<infer Value, infer _Input, infer Version>
    ? { readonly [V in Version]: (value: Value) => OutputOf<To> }
    : never;

/**
 * A handler that gets each event in the version in which it was written. What was written with a schema that is none of
 * the versions comes as the newest, by Avro's schema resolution. Wrap the handler inside, not what this returns: a
 * wrapper around that is a handler like others, and gets the newest.
 */
export function everyVersion<
  Value,
  Key,
  Headers extends object,
  const Schemas extends VersionSchemas,
  Sends extends object,
  Params extends object = never,
>(
  { schemas }: MessageVersions<Value, Key, Headers, Schemas>,
  handle: (event: VersionedEvent<Value, Key, Headers, Schemas>, ctx: ContextOf<Sends, Params>) => Promise<void>,
): Handler<Value, Key, Headers, Sends, Params> {
  const newest = schemas.at(-1)?.version;
  const handler: Handler<Value, Key, Headers, Sends, Params> = (event, ctx) => {
    const version = event.value === null ? undefined : newest;
    // The pipeline, which knows of `ofEveryVersion`, says the version beside a value that it read with the schema of
    // that version; who calls this as any other handler gives the newest. The compiler knows nothing of the former.
    return handle({ version, ...event } as VersionedEvent<Value, Key, Headers, Schemas>, ctx);
  };
  return Object.assign(handler, { [ofEveryVersion]: schemas });
}

/**
 * A handler of the newest version that gets older ones through upcasters, one from each version to the next: for what
 * Avro's schema resolution cannot know, such as a value that follows from others. A missing upcaster does not compile.
 */
export function upcast<
  Value,
  Key,
  Headers extends object,
  const Schemas extends VersionSchemas,
  Sends extends object,
  Params extends object = never,
>(
  versions: MessageVersions<Value, Key, Headers, Schemas>,
  upcasters: Upcasters<Schemas>,
  handle: Handler<Value, Key, Headers, Sends, Params>,
): Handler<Value, Key, Headers, Sends, Params> {
  const toNewest = stepsToNewest(versions.schemas, upcasters);
  return everyVersion(versions, ({ version, ...event }, ctx) => {
    // The steps lead to the newest version, which is what `Value` was generated from.
    const value = toNewest(event.value, version) as Value;
    return handle({ ...event, value }, ctx);
  });
}

/** Brings a value of a version, undefined for a tombstone, to the newest by the upcasters. */
export function stepsToNewest<const Schemas extends VersionSchemas>(
  schemas: Schemas,
  upcasters: Upcasters<Schemas>,
): (value: unknown, from: number | undefined) => unknown {
  // `Upcasters` has made sure of each step; a loop over the versions is more than the compiler can follow.
  const steps = upcasters as Readonly<Record<number, ((value: unknown) => unknown) | undefined>>;
  return (value, from) =>
    schemas
      .filter(({ version }) => from !== undefined && version >= from)
      .reduce((older, { version }) => {
        const step = steps[version];
        return step === undefined ? older : step(older);
      }, value);
}
