/** An expression: its text on one line, or a literal over several. */
export type Expression = string | ObjectLiteral | ArrayLiteral;

export interface ObjectLiteral {
  readonly kind: 'object';
  readonly entries: readonly (readonly [name: string, value: Expression])[];
}

export interface ArrayLiteral {
  readonly kind: 'array';
  readonly elements: readonly Expression[];
}

/** An object literal, one property a line. */
export const objectLiteral = (entries: ObjectLiteral['entries']): Expression =>
  entries.length === 0 ? '{}' : { kind: 'object', entries };

/** An array literal, one element a line. */
export const arrayLiteral = (elements: readonly Expression[]): Expression =>
  elements.length === 0 ? '[]' : { kind: 'array', elements };

/** A `const`, as pure data. */
export interface ConstantStatement {
  readonly kind: 'constant';
  /** Default true. */
  readonly isExported?: boolean;
  readonly name: string;
  /** Written out, as isolated declarations ask for. */
  readonly type: string;
  readonly initializer: Expression;
  readonly doc: string;
}

export const constantStatement = (constant: Omit<ConstantStatement, 'kind'>): ConstantStatement => ({
  kind: 'constant',
  ...constant,
});
