import type { WriterFunction } from 'ts-morph';
import type { ConstantStatement, Expression } from './constant-statement.ts';
import { propertyName } from './identifier.ts';

/** Written here because ts-morph indents an initializer once more than its first line. */
export function writeConstant({ name, type, initializer, doc }: ConstantStatement): WriterFunction {
  return (writer) => {
    writer.write(docComment(doc)).write(`export const ${name}: ${type} = `);
    write(initializer)(writer);
    writer.write(';');
  };
}

function write(expression: Expression): WriterFunction {
  if (typeof expression === 'string') return (writer) => writer.write(expression);
  switch (expression.kind) {
    case 'object': {
      const entries = expression.entries.map(([name, value]): WriterFunction => {
        return (writer) => {
          writer.write(`${propertyName(name)}: `);
          write(value)(writer);
        };
      });
      return block('{', entries, '}');
    }
    case 'array':
      return block('[', expression.elements.map(write), ']');
  }
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

function docComment(doc: string): string {
  const lines = doc.trim().replaceAll('*/', '*\\/').split(/\r?\n/);
  if (lines.length === 1) return lines[0] === '' ? '' : `/** ${lines[0]} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}
