// The peer of `generate`: the official parser and Modelina's TypeScript models, over the same documents.
// Arguments: the contracts folder, and the folder where `npm` has installed both.
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [contracts = 'asyncapi', packages = '.'] = process.argv.slice(2);
const require = createRequire(resolve(packages, 'package.json'));
const { Parser, fromFile } = require('@asyncapi/parser');
const { AvroSchemaParser } = require('@asyncapi/avro-schema-parser');
const { TypeScriptGenerator } = require('@asyncapi/modelina');

const parser = new Parser();
parser.registerSchemaParser(AvroSchemaParser());
let models = 0;
for (const file of (await readdir(contracts)).filter((name) => name.endsWith('.yaml'))) {
  const { document } = await fromFile(parser, join(contracts, file)).parse();
  models += (await new TypeScriptGenerator().generate(document)).length;
}
console.log(`${models} models`);
