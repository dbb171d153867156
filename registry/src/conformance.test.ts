import { existsSync, readFileSync } from 'node:fs';
import type { CompatibilityLevel, JsonValue } from '@eventwright/avro';
import { afterAll, describe, expect, it } from 'vitest';
import { isJsonArray, isJsonObject } from './core/json-fields.ts';
import { createRegistry, memoryStore, serveRegistry } from './index.ts';

/** Cases that others' test suites assert, outside this repository: see its README for the format. */
const cases = new URL('../../../shared/conformance/registry.json', import.meta.url);

interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: JsonValue;
  readonly expectStatus?: number;
  readonly expectStatusClass?: string;
  readonly expectErrorCode?: number;
  readonly expectMessage?: string;
  readonly expectMessageContains?: readonly string[];
  readonly expectMessageNonEmpty?: boolean;
  readonly expectMessagesContain?: readonly string[];
  readonly expectMessagesNonEmpty?: boolean;
  readonly expectBody?: JsonValue;
  readonly unordered?: boolean;
  readonly expectAbsent?: readonly string[];
  readonly expectPresent?: readonly string[];
  readonly capture?: Readonly<Record<string, string>>;
  readonly expectRaw?: string;
  readonly expectHeaders?: Readonly<Record<string, string>>;
}

interface Scenario {
  readonly name: string;
  readonly globalCompatibility: CompatibilityLevel;
  readonly features?: readonly string[];
  readonly steps: readonly Step[];
}

/** Scenarios that do not pass, with the reason; README.md tells them too. One that begins to pass must leave the list. */
const known: Readonly<Record<string, string>> = {
  'schema types': 'this registry takes AVRO only and says so; the source asserts AVRO, JSON and PROTOBUF',
};

const scenarios: readonly Scenario[] = existsSync(cases) ? JSON.parse(readFileSync(cases, 'utf8')) : [];
const passed = new Map<string, number>();
const total = new Map<string, number>();

describe('registry conformance scenarios', () => {
  it.skipIf(scenarios.length > 0)('are not here: ../shared/conformance/registry.json is missing', () => undefined);

  for (const scenario of scenarios) {
    const test = scenario.name in known ? it.fails : it;
    const features = scenario.features ?? ['core'];
    for (const feature of features) total.set(feature, (total.get(feature) ?? 0) + 1);
    test(`${features.join(', ')}: ${scenario.name}`, async () => {
      await play(scenario);
      for (const feature of features) passed.set(feature, (passed.get(feature) ?? 0) + 1);
    });
  }

  afterAll(() => {
    const counts = [...total].map(([feature, count]) => `${feature} ${passed.get(feature) ?? 0}/${count}`);
    console.log(`registry conformance: ${counts.join(', ')}`);
  });
});

async function play({ globalCompatibility, steps }: Scenario): Promise<void> {
  const registry = createRegistry({ store: memoryStore(), compatibility: globalCompatibility });
  const server = await serveRegistry(registry, { port: 0 });
  const captured = new Map<string, string>();
  try {
    for (const [index, step] of steps.entries()) {
      const response = await fetch(`${server.url}${fill(step.path, captured)}`, {
        method: step.method,
        ...(step.body === undefined ? {} : { body: JSON.stringify(step.body), headers }),
      });
      const reply = { status: response.status, text: await response.text(), headers: response.headers };
      check(step, reply, { place: `step ${index + 1}: ${step.method} ${step.path}`, captured });
    }
  } finally {
    await server.close();
  }
}

const headers = { 'Content-Type': 'application/vnd.schemaregistry.v1+json' };

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

interface Checking {
  readonly place: string;
  readonly captured: Map<string, string>;
}

function check(step: Step, reply: Reply, { place, captured }: Checking): void {
  const said = `${place}: ${reply.status} ${reply.text}`;
  const body: JsonValue = JSON.parse(reply.text);
  const members = isJsonObject(body) ? body : {};
  if (step.expectStatus !== undefined) expect(reply.status, said).toBe(step.expectStatus);
  if (step.expectStatusClass !== undefined) {
    expect(`${Math.floor(reply.status / 100)}xx`, said).toBe(step.expectStatusClass);
  }
  if (step.expectErrorCode !== undefined) expect(members['error_code'], said).toBe(step.expectErrorCode);
  if (step.expectMessage !== undefined) expect(members['message'], said).toBe(step.expectMessage);
  for (const part of step.expectMessageContains ?? []) expect(members['message'], said).toContain(part);
  if (step.expectMessageNonEmpty) expect(members['message'], said).not.toBe('');
  for (const part of step.expectMessagesContain ?? [])
    expect(JSON.stringify(members['messages']), said).toContain(part);
  if (step.expectMessagesNonEmpty) expect(members['messages'], said).not.toEqual([]);
  if (step.expectRaw !== undefined) expect(reply.text, said).toBe(step.expectRaw);
  for (const [name, value] of Object.entries(step.expectHeaders ?? {}))
    expect(reply.headers.get(name), said).toBe(value);
  for (const key of step.expectAbsent ?? []) expect(members, said).not.toHaveProperty([key]);
  for (const key of step.expectPresent ?? []) expect(members, said).toHaveProperty([key]);
  if (step.expectBody !== undefined) {
    const expected: JsonValue = JSON.parse(fill(JSON.stringify(step.expectBody), captured));
    expectBody(body, expected, { said, unordered: step.unordered ?? false });
  }
  for (const [name, key] of Object.entries(step.capture ?? {})) captured.set(name, String(members[key]));
}

/** Objects by subset, arrays element by element. */
function expectBody(
  body: JsonValue,
  expected: JsonValue,
  { said, unordered }: { said: string; unordered: boolean },
): void {
  if (unordered && isJsonArray(body) && isJsonArray(expected)) {
    expect([...body].sort(), said).toEqual([...expected].sort());
  } else if (isJsonObject(expected) || isJsonArray(expected)) {
    if (isJsonArray(expected)) expect(body, said).toHaveLength(expected.length);
    expect(body, said).toMatchObject(expected);
  } else {
    expect(body, said).toBe(expected);
  }
}

function fill(text: string, captured: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_match, name: string) => captured.get(name) ?? '');
}
