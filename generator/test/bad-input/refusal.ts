import { readdir, rm } from 'node:fs/promises';
import { expect } from 'vitest';
import { command } from '../command.ts';
import { smallProject, temporaryProject } from '../temporary-project.ts';

/** A project that something is wrong with, and how the command must refuse it. */
export interface BadInput {
  /** What is wrong. */
  readonly name: string;
  /** Files over those of the small project, by path; undefined takes one away. */
  readonly files?: Readonly<Record<string, string | Uint8Array | undefined>>;
  /** What files alone cannot make. */
  readonly prepare?: (root: string) => void | Promise<void>;
  readonly argv?: readonly string[];
  /** 2 for the configuration, 3 for contracts, 4 for what is around them. */
  readonly exitCode: 2 | 3 | 4;
  /** Place and rule of each finding, or of the first ones: `asyncapi/orders.yaml:1:1 error FILE_UNREADABLE`. */
  readonly findings?: readonly string[];
  /** What is said beside. */
  readonly says: string | RegExp;
}

export const contract = 'asyncapi/orders.yaml';
export const schema = 'asyncapi/order-placed.v1.avsc';
export const contractText: string = smallProject[contract] ?? '';
export const schemaText: string = smallProject[schema] ?? '';

/** Generates in the project, and expects that it is refused as said, in plain words, and that nothing was written. */
export async function expectRefusal(input: BadInput): Promise<void> {
  const { files = {}, prepare, argv = ['generate', '--quiet'], exitCode, findings = [], says } = input;
  const all: BadInput['files'] = { ...smallProject, ...files };
  const written = Object.entries(all).flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const]));
  const root = await temporaryProject(Object.fromEntries(written));
  await prepare?.(root);
  const before = await contentsOf(root);

  const outcome = await command(root, ...argv);

  const said = outcome.stdout + outcome.stderr;
  expect(said).toMatch(says);
  expect(said).not.toMatch(/^ {4}at |bug of eventwright/m);
  const found = said.split('\n').filter((line) => /^\S+:\d+:\d+ (error|warning) [A-Z0-9_]+$/.test(line));
  expect(found).toEqual(findings);
  expect(outcome.exitCode).toBe(exitCode);
  expect(await contentsOf(root)).toEqual(before);
  await rm(root, { recursive: true });
}

async function contentsOf(root: string): Promise<readonly string[]> {
  const paths = await readdir(root, { recursive: true });
  return paths.filter((path) => !path.startsWith('.eventwright')).sort();
}
