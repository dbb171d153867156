import type { Expression } from './constant-statement.ts';
import { propertyName } from './identifier.ts';
import type { DocBlock, Property, Statement } from './statement.ts';

/** A declaration as TypeScript, with its comment, without a line break behind it. */
export function statementText(statement: Statement): string {
  switch (statement.kind) {
    case 'interface': {
      const { name, typeParameters, properties } = statement;
      const inherited = statement.extends === undefined ? '' : ` extends ${statement.extends.join(', ')}`;
      const members = properties.map((property) => `${indented(propertyText(property))}\n`);
      return `${docs(statement.docs)}export interface ${name}${generic(typeParameters)}${inherited} {\n${members.join('')}}`;
    }
    case 'type': {
      const { name, typeParameters, type } = statement;
      return `${docs(statement.docs)}export type ${name}${generic(typeParameters)} = ${type};`;
    }
    case 'function': {
      const { name, typeParameters, returnType, statements } = statement;
      const parameters = statement.parameters.map((parameter) => `${parameter.name}: ${parameter.type}`);
      const head = `export function ${name}${generic(typeParameters)}(${parameters.join(', ')}): ${returnType}`;
      return `${docs(statement.docs)}${head} {\n${statements.map((line) => `${indented(line)}\n`).join('')}}`;
    }
    case 'constant': {
      const { isExported = true, name, type, initializer, doc } = statement;
      return `${docs(docOf(doc))}${isExported ? 'export ' : ''}const ${name}: ${type} = ${expressionText(initializer, '')};`;
    }
  }
}

function propertyText({ name, hasQuestionToken = false, type, docs: blocks }: Property): string {
  return `${docs(blocks)}readonly ${name}${hasQuestionToken ? '?' : ''}: ${type};`;
}

const generic = (parameters: readonly string[] = []): string =>
  parameters.length === 0 ? '' : `<${parameters.join(', ')}>`;

const step = '  ';

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, step);

/** On one line, unless it breaks lines itself: an object or array gives a line to each of its parts. */
function expressionText(expression: Expression, indentation: string): string {
  if (typeof expression === 'string') return expression;
  const inner = indentation + step;
  const parts =
    expression.kind === 'object'
      ? expression.entries.map(([name, value]) => `${propertyName(name)}: ${expressionText(value, inner)}`)
      : expression.elements.map((element) => expressionText(element, inner));
  const [open, close] = expression.kind === 'object' ? ['{', '}'] : ['[', ']'];
  return `${open}\n${parts.map((part) => `${inner}${part},\n`).join('')}${indentation}${close}`;
}

function docOf(text: string): readonly DocBlock[] {
  const description = text.trim().replaceAll('*/', '*\\/');
  if (description === '') return [];
  return [{ description: /\n/.test(description) ? `\n${description}` : description, tags: [] }];
}

/** Comments, each with a line break behind it. A description that begins with one has the lines to itself. */
function docs(blocks: readonly DocBlock[]): string {
  return blocks.map((block) => `${docText(block)}\n`).join('');
}

function docText({ description = '', tags }: DocBlock): string {
  const tagLines = tags.map(({ tagName, text }) => (text === '' ? `@${tagName}` : `@${tagName} ${text}`));
  const lines = [...(description === '' ? [] : [description]), ...tagLines].join('\n').split(/\r?\n/);
  if (lines.length === 1) return `/** ${lines[0]} */`;
  const shown = lines[0] === '' ? lines.slice(1) : lines;
  return `/**\n${shown.map((line) => (line === '' ? ' *' : ` * ${line}`)).join('\n')}\n */`;
}
