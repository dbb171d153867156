import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endWithUs } from '../../../../scripts/process/stop-process.ts';
import type { Stage } from './stage.ts';

/** `eventwright dead-letters redrive` at work on the letters of the middle. */
export interface Redriving {
  /** As a crash would. */
  kill(): Promise<void>;
  /** What it says; rejects where it ends with another code than 0. */
  readonly said: Promise<string>;
}

const program = join(import.meta.dirname, '../../../../generator/bin/eventwright.js');

/** The contract of the topic, as the command wants it. */
const contractOf = (topic: string): string => `asyncapi: 3.1.0
info: { title: Faults, version: 1.0.0 }
channels:
  started:
    address: ${topic}
    messages:
      Started:
        bindings: { kafka: { key: { type: string } } }
        payload:
          schemaFormat: application/vnd.apache.avro;version=1.9.0
          schema: { type: record, name: Started, namespace: faults, fields: [{ name: key, type: string }] }
operations:
  receiveStarted:
    action: receive
    channel: { $ref: '#/channels/started' }
`;

/** Starts it with these options, on the letters of all that the middle has given up. */
export async function redriveLetters(stage: Stage, options: readonly string[]): Promise<Redriving> {
  const { contract, engines, settings } = stage;
  const project = join(settings.logs, 'contract');
  await mkdir(join(project, 'asyncapi'), { recursive: true });
  await writeFile(join(project, 'eventwright.config.json'), '{ "contracts": "asyncapi" }\n');
  await writeFile(join(project, 'asyncapi/faults.yaml'), contractOf(contract.started.topic));
  const address = ['--brokers', engines.kafka.direct.join(','), '--cwd', project, '--quiet'];
  const child = spawn(process.execPath, [program, 'dead-letters', 'redrive', ...options, ...address], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'close').then(() => undefined);
  const result = ended.then(() => {
    if (child.exitCode !== 0) throw new Error(`dead-letters redrive ended with ${child.exitCode}: ${said}`);
    return said;
  });
  // Whoever kills it does not ask what it said.
  result.catch(() => undefined);
  return {
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    said: result,
  };
}
