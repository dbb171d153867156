// The peer of `generate`: the official parser alone, over the same documents.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AvroSchemaParser } from '@asyncapi/avro-schema-parser';
import { fromFile, Parser } from '@asyncapi/parser';

const contracts = process.argv[2] ?? 'asyncapi';
const parser = new Parser();
parser.registerSchemaParser(AvroSchemaParser());
for (const file of await readdir(contracts)) {
  if (file.endsWith('.yaml')) await fromFile(parser, join(contracts, file)).parse();
}
