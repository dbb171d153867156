import { smallProject } from '../temporary-project.ts';

/**
 * What Eventwright uses of `@asyncapi/generator`, in a few lines: it writes what it was called with, and may fail as the real
 * one does. As that one, it cannot be loaded where there is no package `npm`.
 */
const generator = `
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
require('npm');
module.exports = class {
  constructor(template, out, options) {
    Object.assign(this, { template, out, options });
  }
  async generate(document, { path }) {
    const { templateParams: params, ...options } = this.options;
    mkdirSync(this.out, { recursive: true });
    writeFileSync(join(this.template, '__transpiled'), '');
    const text = readFileSync(join(this.template, 'template', 'text.txt'), 'utf8');
    writeFileSync(join(this.out, params.file ?? 'result.json'), JSON.stringify({ text, params, options, document, path }));
    writeFileSync(join(this.out, 'picture.bin'), Buffer.from([0, 255, 254]));
    if (params.fails === 'yes') {
      console.error('\\u001b[31mwhat the template says');
      throw new Error('the template cannot go on');
    }
    if (params.fails === 'exits') process.exit(3);
    if (params.fails === 'never') await new Promise(() => setInterval(() => undefined, 1_000));
  }
};
`;

const parameters = {
  file: { description: 'Name of the file.' },
  fails: { description: 'How to fail.' },
  greeting: { description: 'What to say.', required: true, default: 'hello' },
};

const manifest = (name: string, more: object): string => JSON.stringify({ name, version: '2.3.4', ...more });

/** A small project with a generator and two templates that are installed beside it. */
export const templateProject: Readonly<Record<string, string>> = {
  ...smallProject,
  'asyncapi/billing.yaml': (smallProject['asyncapi/orders.yaml'] ?? '')
    .replace('title: Orders', 'title: Billing')
    .replace('sendOrders', 'receiveOrders')
    .replace('action: send', 'action: receive'),
  'node_modules/@asyncapi/generator/package.json': manifest('@asyncapi/generator', { main: 'main.js' }),
  'node_modules/@asyncapi/generator/main.js': generator,
  'node_modules/@asyncapi/fake-template/package.json': manifest('@asyncapi/fake-template', {
    generator: { parameters },
  }),
  'node_modules/@asyncapi/fake-template/template/text.txt': 'a text of the template',
  'node_modules/strict-template/package.json': manifest('strict-template', {}),
  'node_modules/strict-template/.ageneratorrc':
    'parameters: { owner: { description: Who owns it., required: true } }\n',
  'node_modules/strict-template/template/text.txt': '',
  'node_modules/no-template/package.json': manifest('no-template', {}),
};
