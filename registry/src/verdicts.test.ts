import { existsSync, readFileSync } from 'node:fs';
import { type CompatibilityLevel, checkLevel, type JsonValue } from '@eventwright/avro';
import { describe, expect, it } from 'vitest';
import { createRegistry, memoryStore } from './index.ts';
import { ask } from './testing/ask.ts';

/** Cases that others' test suites assert, outside this repository. */
const file = new URL('../../../shared/conformance/levels.json', import.meta.url);

interface Case {
  readonly id: string;
  readonly level: CompatibilityLevel;
  readonly newSchema: JsonValue;
  readonly previousSchemas: readonly JsonValue[];
  readonly compatible: boolean;
}

const cases: readonly Case[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

/** What a 409 and a verbose check must list, in this order. */
function expectedProblems({ level, newSchema, previousSchemas }: Case): readonly string[] {
  return checkLevel(level, newSchema, previousSchemas).incompatibilities.map(
    ({ type, location, message }) => `${type} ${location} ${message}`,
  );
}

function problemsIn(messages: readonly string[]): readonly string[] {
  return messages.flatMap((message) => {
    const found = /^\{errorType:'(\w+)', description:'(.*)', additionalInfo:'(.*)'\}$/s.exec(message);
    if (found === null) return [];
    const [, type, description = '', info] = found;
    return [`${type} ${/path '([^']*)'/.exec(description)?.[1]} ${info}`];
  });
}

describe('the verdict of the registry', () => {
  it.skipIf(cases.length > 0)('has no cases: ../shared/conformance/levels.json is missing', () => undefined);

  it.each(cases)('is that of the checker, problem by problem: $id', async (one) => {
    const registry = createRegistry({ store: memoryStore(), compatibility: 'NONE' });
    for (const schema of one.previousSchemas) {
      const { status } = await ask(registry, 'POST /subjects/s/versions', { schema: JSON.stringify(schema) });
      expect(status).toBe(200);
    }
    await ask(registry, 'PUT /config/s', { compatibility: one.level });
    const sent = { schema: JSON.stringify(one.newSchema) };
    const checked = await ask(registry, 'POST /compatibility/subjects/s/versions?verbose=true', sent);
    const registered = await ask(registry, 'POST /subjects/s/versions', sent);
    expect(checked.body).toMatchObject({ is_compatible: one.compatible });
    expect(problemsIn(messagesOf(checked.body))).toEqual(expectedProblems(one));
    expect(registered.status).toBe(one.compatible ? 200 : 409);
    for (const problem of one.compatible ? [] : messagesOf(checked.body)) {
      expect(JSON.stringify(registered.body)).toContain(JSON.stringify(problem).slice(1, -1));
    }
  });
});

function messagesOf(body: JsonValue): readonly string[] {
  const messages =
    typeof body === 'object' && body !== null ? Object.entries(body).find(([key]) => key === 'messages') : undefined;
  return Array.isArray(messages?.[1]) ? messages[1].map(String) : [];
}
