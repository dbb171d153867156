import type { WriterFunction } from 'ts-morph';
import { propertyName } from './identifier.ts';

/** An expression: its text on one line, or what writes it over several. */
export type Expression = string | WriterFunction;

export interface Constant {
  readonly name: string;
  /** Written out, as isolated declarations ask for. */
  readonly type: string;
  readonly initializer: Expression;
  readonly doc: string;
}

/** An exported `const`. Written here because ts-morph indents an initializer once more than its first line. */
export function constantStatement({ name, type, initializer, doc }: Constant): WriterFunction {
  return (writer) => {
    writer.write(docComment(doc)).write(`export const ${name}: ${type} = `);
    write(initializer)(writer);
    writer.write(';');
  };
}

/** An object literal over several lines. */
export function objectLiteral(entries: readonly (readonly [name: string, value: Expression])[]): Expression {
  if (entries.length === 0) return '{}';
  return block(
    '{',
    entries.map(([name, value]) => (writer) => {
      writer.write(`${propertyName(name)}: `);
      write(value)(writer);
    }),
    '}',
  );
}

/** An array literal, one element a line. */
export function arrayLiteral(elements: readonly Expression[]): Expression {
  return elements.length === 0 ? '[]' : block('[', elements.map(write), ']');
}

const block =
  (open: string, parts: readonly WriterFunction[], close: string): WriterFunction =>
  (writer) => {
    writer.write(open).newLine();
    writer.indent(() => {
      for (const part of parts) {
        part(writer);
        writer.write(',').newLine();
      }
    });
    writer.write(close);
  };

const write =
  (expression: Expression): WriterFunction =>
  (writer) => {
    if (typeof expression === 'string') writer.write(expression);
    else expression(writer);
  };

function docComment(doc: string): string {
  const lines = doc.trim().replaceAll('*/', '*\\/').split(/\r?\n/);
  if (lines.length === 1) return lines[0] === '' ? '' : `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}
