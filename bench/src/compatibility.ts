// How many pairs of versions the checker takes in a second, next to avsc's resolver and, where Java and Maven are there,
// Avro Java: `npm run bench -- compatibility`.
import {
  checkReaderWriter,
  explainIncompatibilities,
  type JsonObject,
  parseSchema,
  schemaText,
} from '@eventwright/avro';
import avsc, { type Type } from 'avsc';
import { type AvroJudge, avroVersion, startAvroJudge } from '../../avro/test/differential/avro-judge.ts';

const milliseconds = 2_000;
const events = 500;
const scalarTypes = [
  'string',
  'int',
  'boolean',
  'double',
  { type: 'long', logicalType: 'timestamp-millis' },
  { type: 'string', logicalType: 'uuid' },
  { type: 'enum', name: 'Status', symbols: ['OPEN', 'PAID', 'SHIPPED'] },
] as const;

/** An event of 15 fields and a nested array. The next version has one field more, every third lacks its default. */
function version(event: number, isNext: boolean): JsonObject {
  const fields = Array.from({ length: 15 }, (_, index): JsonObject => {
    const type = scalarTypes[index < scalarTypes.length ? index : index % 6] ?? 'string';
    return { name: `field${index}`, type };
  });
  const line = {
    type: 'record',
    name: 'Line',
    fields: [
      { name: 'sku', type: 'string' },
      { name: 'quantity', type: 'int' },
    ],
  };
  const added: JsonObject = { name: 'added', type: 'string', ...(event % 3 === 0 ? {} : { default: '' }) };
  const all = [...fields, { name: 'lines', type: { type: 'array', items: line } }, ...(isNext ? [added] : [])];
  return { type: 'record', name: `Event${event}`, namespace: 'bench', fields: all };
}

const pairs = Array.from({ length: events }, (_, event) => ({
  reader: version(event, true),
  writer: version(event, false),
}));

/** Calls a second, after as long to warm up. */
function perSecond<T>(inputs: readonly T[], call: (input: T) => unknown): number {
  const run = (): number => {
    const started = performance.now();
    let calls = 0;
    for (; performance.now() - started < milliseconds; calls += inputs.length) for (const input of inputs) call(input);
    return (calls * 1_000) / (performance.now() - started);
  };
  run();
  return run();
}

function print(name: string, rate: number, target = ''): void {
  console.log(`${name.padEnd(52)}${Math.round(rate).toLocaleString('en').padStart(10)} pairs/s  ${target}`.trimEnd());
}

/** avsc throws where a pair is incompatible. */
function resolve({ reader, writer }: { reader: Type; writer: Type }): unknown {
  try {
    return reader.createResolver(writer);
  } catch (error) {
    return error;
  }
}

async function startJava(): Promise<AvroJudge | undefined> {
  return startAvroJudge().catch((error: Error) => {
    console.log(`Avro Java is left out: ${error.message}`);
    return undefined;
  });
}

console.log(`${events} events of 15 fields and a nested array, each with its next version; a third is incompatible\n`);
const parsed = pairs.map(({ reader, writer }) => ({ reader: parseSchema(reader), writer: parseSchema(writer) }));
print(
  'checkReaderWriter, parsed schemas',
  perSecond(parsed, ({ reader, writer }) => checkReaderWriter(reader, writer)),
  'target 10,000',
);
print(
  'checkReaderWriter, schemas as JSON values',
  perSecond(pairs, ({ reader, writer }) => checkReaderWriter(reader, writer)),
);
print(
  'explainIncompatibilities, parsed schemas',
  perSecond(parsed, ({ reader, writer }) => explainIncompatibilities(reader, writer)),
);
const types = pairs.map(({ reader, writer }) => ({ reader: typeOf(reader), writer: typeOf(writer) }));
print('avsc createResolver, parsed schemas', perSecond(types, resolve));
const java = await startJava();
if (java !== undefined) {
  const texts = pairs.map(({ reader, writer }) => ({ reader: schemaText(reader), writer: schemaText(writer) }));
  print(`Avro Java ${avroVersion}, parsed schemas`, await java.measure(texts, milliseconds));
  await java.stop();
}

function typeOf(schema: JsonObject): Type {
  return avsc.Type.forSchema(JSON.parse(schemaText(schema)));
}
