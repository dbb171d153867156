import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnvironmentError } from '../../../scripts/script-error.ts';
import {
  AvroError,
  canonicalForm,
  type ExplainedIncompatibility,
  explainIncompatibilities,
  fingerprint64,
  type JsonValue,
  jsonText,
  namedTypes,
  parseSchema,
  type Schema,
  schemaText,
} from '../../src/index.ts';
import { arbitraryNearPair, type NearPair } from '../arbitrary-near-pair.ts';
import { canRead } from '../can-read.ts';
import { randomDatum } from '../random-datum.ts';
import { type AvroJudge, avroVersion, startAvroJudge, type Verdict } from './avro-judge.ts';

const pairs = 27_000;
const compared = 20_000;

let judge: AvroJudge | undefined;
beforeAll(async () => {
  try {
    judge = await startAvroJudge();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    console.log(`The differential run against Avro Java ${avroVersion} is skipped: ${error.message}.`);
  }
}, 300_000);
afterAll(() => judge?.stop());

/** What was seen, to be printed. */
const seen = new Map<string, number>();
const count = (what: string, times = 1): void => void seen.set(what, (seen.get(what) ?? 0) + times);

interface Parsed {
  readonly reader: Schema;
  readonly writer: Schema;
}

describe('random pairs of schemas near to each other', () => {
  it('are judged as Avro Java judges them: verdict, types, locations, messages and their order', async ({ skip }) => {
    if (judge === undefined) return skip();
    const java = judge;
    const choices = fc.array(fc.nat(1_000), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(arbitraryNearPair, choices, async (pair, chosen) => {
        const schemas = parsed(pair);
        if (schemas instanceof AvroError) await compareRefusal(pair, schemas, java);
        else await compareVerdicts(schemas, chosen, java);
      }),
      { numRuns: pairs, seed: 4 },
    );
    const numbers = [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, times]) => `  ${times} ${what}`);
    console.log(`Avro Java ${avroVersion}: ${pairs} random pairs, 0 differences\n${numbers.join('\n')}`);
    const [compatible = 0, incompatible = 0] = ['compatible', 'incompatible'].map((kind) => seen.get(`pairs ${kind}`));
    expect(compatible + incompatible).toBeGreaterThan(compared);
    expect(seen.get(notReadByJava) ?? 0).toBeLessThan((seen.get(readByJava) ?? 0) / 20);
    expect(Math.min(compatible, incompatible)).toBeGreaterThan(compared / 4);
  }, 600_000);
});

function parsed({ reader, writer }: NearPair): Parsed | AvroError {
  try {
    return { reader: parseSchema(reader), writer: parseSchema(writer) };
  } catch (error) {
    if (error instanceof AvroError) return error;
    throw error;
  }
}

/** Java takes any string as the default of an enum, fixed or bytes; the specification does not. */
async function compareRefusal({ reader, writer }: NearPair, error: AvroError, java: AvroJudge): Promise<void> {
  const verdict = await java.ask({ reader: jsonText(reader), writer: jsonText(writer), data: [] });
  if (verdict.refused !== undefined) {
    count('pairs that both refuse');
    return;
  }
  expect(error.code, error.message).toBe('AVRO_DEFAULT_INVALID');
  compareLists(explainIncompatibilities(reader, writer), verdict);
  count('pairs with a default that only Java takes, and the checker');
}

/** What Java does not parse although it is sound. */
const limits: readonly RegExp[] = [
  // A name without namespace inside of one cannot be said to it.
  /Undefined schema|UnresolvedSchema/,
  // A default of a union with the record that is being defined.
  /Schema fields not set yet/,
  // A whole number written as a decimal fraction.
  /Invalid default for field \w+: .*-0\.0/,
];

async function compareVerdicts({ reader, writer }: Parsed, choices: readonly number[], java: AvroJudge): Promise<void> {
  const explained = explainIncompatibilities(reader, writer);
  const samples = explained.flatMap(({ counterexample }) => ('datum' in counterexample ? counterexample : []));
  const random = explained.length === 0 ? randomDatum(writer, [...choices]) : undefined;
  const data = random === undefined ? samples.map(({ datum }) => datum) : [random];
  const question = { reader: schemaText(reader), writer: schemaText(writer), data: data.map(jsonText) };
  const verdict = await java.ask(question);
  if (verdict.refused !== undefined) {
    expect(limits.some((limit) => limit.test(verdict.refused ?? ''))).toBe(true);
    count('pairs that Java cannot parse, or say in one text');
    return;
  }
  expect(verdict.reader).toEqual(factsOf(reader));
  expect(verdict.writer).toEqual(factsOf(writer));
  compareLists(explained, verdict);
  for (const [index, { why }] of samples.entries()) judgeReading(why, verdict.read?.[index], { reader, writer });
  if (random !== undefined) judgeData(verdict.read?.[0], random, { reader, writer });
}

const factsOf = (schema: Schema): Verdict['reader'] => ({
  canonical: canonicalForm(schema),
  fingerprint: BigInt.asIntN(64, fingerprint64(schema)).toString(),
});

function compareLists(explained: readonly ExplainedIncompatibility[], verdict: Verdict): void {
  if (verdict.thrown !== undefined) {
    expect(verdict.thrown).toContain('matches multiple fields');
    expect(explained.at(-1)).toMatchObject({
      type: 'NAME_MISMATCH',
      message: expect.stringContaining('matches multiple fields'),
    });
    count('pairs that Java throws for, and the checker refuses');
    return;
  }
  const list = explained.map(({ type, location, message }) => ({ type, location, message }));
  expect(list).toEqual(verdict.incompatibilities);
  for (const { type } of list) count(`incompatibilities ${type}`);
  count(list.length === 0 ? 'pairs compatible' : 'pairs incompatible');
}

/**
 * Java's decoder is narrower than its checker: it wants the full names of enums and fixed types to be equal, defaults of
 * unions to be of the first type, applies aliases to names that are still in use but not to the writer's defaults, and
 * some recursive unions overflow its stack. What it does not read for such reasons must be readable by the rules of the
 * specification, and rare.
 */
function judgeData(read: string | undefined, datum: JsonValue, { reader, writer }: Parsed): void {
  count(read === 'read' ? readByJava : notReadByJava);
  if (read !== 'read') expect(canRead(reader, writer, datum), read).toBe(true);
}

const readByJava = 'data of compatible pairs that Java reads';
const notReadByJava = "data of compatible pairs that Java's decoder is too narrow for";

/**
 * Java's decoder, unlike its checker, reads a record by its fields whatever its name, aliases of fields only where the
 * full names are equal, and one of two fields that would do. In a union any record will do.
 */
function areNamesAlike({ reader, writer }: Parsed): boolean {
  const [known, written] = [namedTypes(reader), namedTypes(writer)].map(
    (types) => new Set(types.map(({ name }) => name)),
  );
  // An alias that is a name of the writer's renames that type for Java, also where the reader has both.
  const isAlias = namedTypes(reader).some(({ aliases }) => aliases.some((alias) => written?.has(alias)));
  return !isAlias && [...(known ?? [])].sort().join() === [...(written ?? [])].sort().join();
}

function judgeReading(why: string, read: string | undefined, schemas: Parsed): void {
  if (read?.endsWith('java.lang.StackOverflowError')) {
    count('proofs that overflow the stack of Java');
    return;
  }
  expect(read).not.toMatch(/^invalid/);
  if (read === 'read') {
    if (areNamesAlike(schemas)) expect(why).toMatch(/could be read from|takes the writer's record/);
    count('proofs by names that Java minds only when it checks');
  } else count('proofs that Java fails to decode');
}
