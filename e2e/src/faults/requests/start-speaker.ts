import { join } from 'node:path';
import type { Stage } from '../stage/stage.ts';
import { type Child, startChild } from '../stage/start-child.ts';
import { readSpeakerReport, type SpeakerReport, type SpeakerSettings } from './speaker-messages.ts';

type Finished = Extract<SpeakerReport, { readonly type: 'finished' }>;

/** A process that asks or answers. */
export interface Speaker extends Child {
  /** What it says last, where it says anything: known after `end`. */
  finished(): Finished | undefined;
}

/** Resolves when it is at work. */
export async function startSpeaker(stage: Stage, role: SpeakerSettings['role'], number: number): Promise<Speaker> {
  const name = `${role}-${number}`;
  const { client, logs } = stage.settings;
  const seed = String(stage.random.fork(name).next());
  const settings: SpeakerSettings = { role, run: stage.run, client, brokers: stage.engines.kafka.proxied, seed };
  let finished: Finished | undefined;
  const child = await startChild({
    name,
    entry: join(import.meta.dirname, 'speaker.ts'),
    environment: { FAULTS_SPEAKER: JSON.stringify(settings) },
    logs,
    hear: (message) => {
      const report = readSpeakerReport(message);
      if (report.type === 'finished') finished = report;
    },
  });
  // Not spread: whether it runs is asked each time.
  return Object.assign(child, { finished: () => finished });
}
