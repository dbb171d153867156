import type { ConstantStatement } from './constant-statement.ts';

/** A declaration as pure data, so that a draft can be compared with an earlier one before anything is printed. */
export type Statement = InterfaceStatement | TypeAliasStatement | FunctionStatement | ConstantStatement;

interface Declaration {
  readonly isExported: true;
  readonly name: string;
  readonly typeParameters?: readonly string[];
  readonly docs: readonly DocBlock[];
}

export interface DocBlock {
  readonly description?: string;
  readonly tags: readonly { readonly tagName: string; readonly text: string }[];
}

export interface InterfaceStatement extends Declaration {
  readonly kind: 'interface';
  readonly extends?: readonly string[];
  readonly properties: readonly Property[];
}

export interface Property {
  /** As it is written: quoted where it is no identifier. */
  readonly name: string;
  readonly isReadonly: true;
  readonly hasQuestionToken?: boolean;
  readonly type: string;
  readonly docs: readonly DocBlock[];
}

export interface TypeAliasStatement extends Declaration {
  readonly kind: 'type';
  readonly type: string;
}

export interface FunctionStatement extends Declaration {
  readonly kind: 'function';
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returnType: string;
  readonly statements: readonly string[];
}
