const text = { type: 'string' } as const;
const whole = { type: 'integer' } as const;
const yes = { type: 'boolean' } as const;

const list = (items: object): object => ({ type: 'array', items });
const ref = (name: string): object => ({ $ref: `#/$defs/${name}` });

/** An object with these and no others; a `?` behind a name marks what may be missing. */
function record(properties: Readonly<Record<string, object>>): object {
  const entries = Object.entries(properties).map(([name, schema]) => ({
    name: name.replace(/\?$/, ''),
    schema,
    isOptional: name.endsWith('?'),
  }));
  return {
    type: 'object',
    additionalProperties: false,
    required: entries.filter(({ isOptional }) => !isOptional).map(({ name }) => name),
    properties: Object.fromEntries(entries.map(({ name, schema }) => [name, schema])),
  };
}

/** JSON Schema of `catalog.json`. */
export const catalogSchema: object = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Catalogue of event contracts',
  ...record({
    format: { const: 1 },
    title: text,
    description: text,
    'date?': text,
    glossary: list(record({ name: text, text, services: list(text) })),
    services: list(ref('service')),
    topics: list(ref('topic')),
    events: list(ref('event')),
    schemas: list(ref('schema')),
    'uses?': list(ref('use')),
    rules: list(ref('rule')),
    commandLine: record({
      commands: list(ref('command')),
      options: list(ref('term')),
      exitCodes: list(record({ code: whole, meaning: text })),
    }),
    guides: list(record({ name: text, title: text, markdown: text })),
    releases: list(ref('release')),
    history: text,
  }),
  $defs: {
    place: record({ file: text, line: whole }),
    service: record({
      name: text,
      title: text,
      version: text,
      description: text,
      'owner?': text,
      'contact?': record({ 'name?': text, 'email?': text, 'url?': text }),
      operations: list(ref('operation')),
      servers: list(record({ name: text, host: text, protocol: text })),
      place: ref('place'),
    }),
    operation: record({
      id: text,
      action: { enum: ['send', 'receive'] },
      summary: text,
      topic: text,
      events: list(text),
      group: text,
      'failures?': record({
        'attempts?': whole,
        'later?': list({ type: 'number' }),
        'timeout?': { type: 'number' },
        errors: list(list(text)),
      }),
      'reply?': record({ topic: text, events: list(text) }),
      place: ref('place'),
    }),
    topic: record({
      address: text,
      description: text,
      'owner?': text,
      partitions: whole,
      replicas: whole,
      config: { type: 'object', additionalProperties: text },
      compatibility: text,
      'deadLetterTopic?': text,
      events: list(text),
      place: ref('place'),
    }),
    event: record({
      name: text,
      title: text,
      description: text,
      'owner?': text,
      domain: text,
      'deprecated?': record({ text, 'since?': text, 'replacedBy?': text, 'removeAfter?': text }),
      schema: text,
      version: whole,
      key: text,
      headers: list(
        record({
          name: text,
          description: text,
          type: text,
          required: yes,
          values: list({ type: ['string', 'number'] }),
        }),
      ),
      examples: list(record({ name: text, summary: text, payload: {} })),
      snippets: list(record({ action: { enum: ['send', 'receive'] }, service: text, text, 'isCompiled?': yes })),
      place: ref('place'),
    }),
    schema: record({ name: text, version: whole, text, released: yes, 'place?': ref('place') }),
    use: record({
      event: text,
      part: { enum: ['value', 'key', 'headers'] },
      path: text,
      access: { enum: ['reads', 'writes', 'may read everything'] },
      except: list(text),
      services: list(text),
      'repository?': text,
      code: text,
      file: text,
      line: whole,
    }),
    rule: record({
      id: text,
      kind: text,
      what: text,
      why: text,
      cure: text,
      bad: list(record({ title: text, text })),
      good: list(record({ title: text, text })),
    }),
    command: record({
      name: text,
      summary: text,
      usage: text,
      arguments: list(ref('term')),
      options: list(ref('term')),
      examples: list(text),
      notes: text,
    }),
    term: record({ term: text, text }),
    release: record({
      'name?': text,
      'date?': text,
      changes: list(
        record({
          kind: { enum: ['added', 'changed', 'deprecated', 'removed'] },
          part: { enum: ['service', 'topic', 'event', 'schema'] },
          name: text,
          text,
          breaking: yes,
        }),
      ),
    }),
  },
};
