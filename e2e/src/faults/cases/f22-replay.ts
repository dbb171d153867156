import type { StoredRecord } from '@eventwright/runtime';
import { eventIdOf, headerOf, readTopic } from '../stage/read-topic.ts';
import { redriveLetters } from '../stage/redrive-letters.ts';
import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

const fatalKeys = ['key-2', 'key-3', 'key-4', 'key-5'];

/** Dead letters are redriven by the command, which is killed halfway, run again, and run once more on all of them. */
export const f22: FaultCase = {
  id: 'F22',
  title: 'dead letters redriven: killed halfway, run again, and all of them once more',
  // Fatal events let their followers pass, so what is redriven comes after them.
  allowed: { dead: (_, reason) => reason === 'fatal', unordered: fatalKeys },
  async disturb(stage) {
    const middle = stage.one('middle');
    middle.behave({ fail: { keys: fatalKeys, as: 'fatal' } });
    stage.fault(`events of ${fatalKeys.length} keys are fatal`);
    while (stage.lasts() || (await lettersOf(stage)).length < 20) await stage.wait(300);
    middle.behave({});
    await Promise.all(stage.running('source').map((source) => source.finish()));
    const letters = await allLetters(stage);

    await killHalfway(stage, letters.length);
    const halfway = new Set((await redrivesOf(stage)).map(eventIdOf)).size;
    const again = await run(stage, ['--all', '--rate', '1000']);
    stage.fault(`redriven again: ${again} of ${letters.length}`);
    if (again !== letters.length - halfway) {
      throw new Error(`of ${letters.length} letters ${halfway} were redriven, and then ${again}`);
    }
    const once = await run(stage, ['--all', '--rate', '1000']);
    if (once !== 0) throw new Error(`${once} letters were redriven though all of them had been`);
    stage.fault(`all once more: ${await run(stage, ['--all', '--again', '--rate', '1000'])}`);
  },
  async check(stage, { changes, stages }) {
    const missing = stages.flatMap(({ name, effects }) => {
      const count = changes.length - effects.length;
      return count === 0 ? [] : [`${name}: ${count} changes are without effect after the redrive`];
    });
    const sizes = new Set((await redrivesOf(stage)).map(({ headers }) => headers.size));
    return sizes.size === 1 ? missing : [...missing, `redrives have ${[...sizes].join(' or ')} headers`];
  },
};

const lettersOf = ({ engines, contract }: Stage): Promise<readonly StoredRecord[]> =>
  readTopic(engines.kafka, `${contract.started.topic}.dlt`);

async function redrivesOf({ engines, contract }: Stage): Promise<readonly StoredRecord[]> {
  const records = await readTopic(engines.kafka, contract.started.topic);
  return records.filter((record) => headerOf(record, 'dlq_replay_id') !== undefined);
}

/** Waits until whatever was changed is handled or lies in the dead letter topic. */
async function allLetters(stage: Stage): Promise<readonly StoredRecord[]> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await stage.wait(300)) {
    const letters = await lettersOf(stage);
    const ids = new Set(letters.map(eventIdOf));
    const handled = await stage.databases.count('middle', 'effect');
    if (ids.size + handled === (await stage.databases.count('source', 'change'))) return letters;
  }
  throw new Error('not all that was changed was handled or given up');
}

/** Slow enough to be met at work. */
async function killHalfway(stage: Stage, letters: number): Promise<void> {
  const redriving = await redriveLetters(stage, ['--all', '--rate', String(Math.max(10, letters / 5))]);
  const deadline = performance.now() + 30_000;
  while ((await redrivesOf(stage)).length === 0 && performance.now() < deadline) await stage.wait(50);
  await redriving.kill();
  stage.fault('dead-letters redrive SIGKILLed halfway');
}

/** How many letters it says that it has redriven. */
async function run(stage: Stage, options: readonly string[]): Promise<number> {
  const said = await (await redriveLetters(stage, options)).said;
  const [, count] = /^(\d+) letters? redriven/m.exec(said) ?? [];
  if (count === undefined) throw new Error(`dead-letters redrive says: ${said}`);
  return Number(count);
}
