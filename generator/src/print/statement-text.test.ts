import { describe, expect, it } from 'vitest';
import { constantStatement } from './constant-statement.ts';
import type { DocBlock, Statement } from './statement.ts';
import { statementText } from './statement-text.ts';

const withDocs = (...docs: readonly DocBlock[]): Statement => ({
  kind: 'interface',
  isExported: true,
  name: 'Order',
  docs,
  properties: [{ name: 'id', isReadonly: true, type: 'string', docs }],
});

describe('statementText', () => {
  it.each([
    ['of one line', { description: 'An order.', tags: [] }, ['/** An order. */']],
    ['that begins with a break', { description: '\nAn order.', tags: [] }, ['/**', ' * An order.', ' */']],
    [
      'of paragraphs and tags',
      { description: '\nAn order.\n\nOf a customer.', tags: [{ tagName: 'deprecated', text: 'Old.' }] },
      ['/**', ' * An order.', ' *', ' * Of a customer.', ' * @deprecated Old.', ' */'],
    ],
    ['of one tag alone', { tags: [{ tagName: 'default', text: '1' }] }, ['/** @default 1 */']],
    ['of a tag without a word', { tags: [{ tagName: 'deprecated', text: '' }] }, ['/** @deprecated */']],
    [
      'with an open quote',
      { description: "\nThe customer's `order\nis ${here", tags: [] },
      ['/**', " * The customer's `order", ' * is ${here', ' */'],
    ],
  ])('puts a comment %s before declaration and property, indented', (_what, block: DocBlock, lines) => {
    expect(statementText(withDocs(block)).split('\n')).toEqual([
      ...lines,
      'export interface Order {',
      ...lines.map((line) => `  ${line}`),
      '  readonly id: string;',
      '}',
    ]);
  });

  it('prints what an interface extends, type parameters and optional properties', () => {
    const statement: Statement = {
      kind: 'interface',
      isExported: true,
      name: 'Sent',
      typeParameters: ['T', 'U'],
      extends: ['A<T>', 'B'],
      docs: [],
      properties: [{ name: "'odd name'", isReadonly: true, hasQuestionToken: true, type: 'T | U', docs: [] }],
    };
    expect(statementText(statement)).toBe(
      "export interface Sent<T, U> extends A<T>, B {\n  readonly 'odd name'?: T | U;\n}",
    );
  });

  it('prints an interface without properties', () => {
    expect(statementText({ kind: 'interface', isExported: true, name: 'Empty', docs: [], properties: [] })).toBe(
      'export interface Empty {\n}',
    );
  });

  it('prints a function', () => {
    const statement: Statement = {
      kind: 'function',
      isExported: true,
      name: 'createOrders',
      docs: [],
      parameters: [
        { name: 'a', type: 'A' },
        { name: 'b', type: 'B' },
      ],
      returnType: 'Orders',
      statements: ['return a(b);'],
    };
    expect(statementText(statement)).toBe('export function createOrders(a: A, b: B): Orders {\n  return a(b);\n}');
  });

  it('gives each part of a constant a line, with keys quoted where they must be', () => {
    const initializer = {
      kind: 'object',
      entries: [
        ['name', "'Order'"],
        ['odd name', { kind: 'array', elements: ['1', { kind: 'object', entries: [['a', '[]']] }] }],
      ],
    } as const;
    const doc = 'The message `Order`. */ }';
    expect(statementText(constantStatement({ name: 'order', type: 'Message<Order>', initializer, doc }))).toBe(
      `/** The message \`Order\`. *\\/ } */
export const order: Message<Order> = {
  name: 'Order',
  'odd name': [
    1,
    {
      a: [],
    },
  ],
};`,
    );
  });
});
