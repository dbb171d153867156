/** What JSON can hold. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** Values of one type, to and from JSON. */
export interface JsonShape {
  /** True where the value is of the type, as far as a look at the value itself tells. */
  accepts(value: unknown): boolean;
  /** Throws `VALUE_INVALID` where the value is not of the type. */
  toJson(value: unknown, at: Path): JsonValue;
  /** Throws `VALUE_INVALID` where the JSON is no value of the type. */
  fromJson(json: unknown, at: Path): unknown;
}

/** The way to a value, the name of its schema first, for errors. */
export type Path = readonly (string | number)[];
