import * as z from 'zod';

type Shape = Readonly<Record<string, z.ZodType>>;

// Objects may have more than is said here: a client that knows less must not refuse an answer.
const words = z.string();

/** Of `search_catalogue`. */
export const foundEntries: Shape = {
  results: z.array(
    z.looseObject({
      kind: z.enum(['event', 'service', 'topic', 'type', 'field', 'team', 'guide', 'command', 'error']),
      title: words,
      about: words,
      path: words,
    }),
  ),
  /** How many there are, shown or not. */
  total: z.int(),
};

/** Of `who_reads_field`. */
export const fieldUses: Shape = {
  isKnown: z.boolean().describe('false where nobody looked into the code: then no uses say nothing'),
  uses: z.array(
    z.looseObject({
      event: words,
      part: z.enum(['value', 'key', 'headers']),
      path: words,
      access: z.enum(['reads', 'writes', 'may read everything']),
      services: z.array(words),
      repository: words.optional(),
      code: words,
      file: words,
      line: z.int(),
    }),
  ),
};

/** Of `judge_schema_change`. What is not there where the schema cannot be read is optional. */
export const changeJudgement: Shape = {
  kind: z.enum(['unreadable', 'judged']),
  problems: z.array(z.looseObject({ message: words, line: z.int().optional() })).optional(),
  isAllowed: z.boolean().optional().describe('whether CI lets it pass'),
  levels: z.array(z.looseObject({ level: words, isAllowed: z.boolean(), reasons: z.array(words) })).optional(),
  changes: z.array(z.looseObject({ message: words, users: z.array(words) })).optional(),
  refusals: z.array(words).optional().describe('what Avro lets pass and CI does not: data would mean something else'),
  warnings: z.array(words).optional().describe('what Avro lets pass and somebody may still stumble over'),
  affected: z.array(z.looseObject({ service: words, why: words })).optional(),
};
