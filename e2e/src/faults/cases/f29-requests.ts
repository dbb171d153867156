import { createTopics } from '../engines/kafka-engine.ts';
import { questionContract } from '../requests/question-contract.ts';
import type { SpeakerReport } from '../requests/speaker-messages.ts';
import { type Speaker, startSpeaker } from '../requests/start-speaker.ts';
import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

/** Milliseconds after its deadline within which a request has to have ended: the machine may be busy. */
const tolerance = 3_000;

type Finished = Extract<SpeakerReport, { readonly type: 'finished' }>;

/** What askers that were not killed have told, by run. */
const told = new Map<string, Finished[]>();

/** Those who ask and those who answer die, stand still, come and go; replies are lost, late and come twice. */
export const f29: FaultCase = {
  id: 'F29',
  long: true,
  title: 'who asks and who answers is killed, paused and replaced; replies lost, late and twice',
  async disturb(stage) {
    await createTopics(stage.engines.kafka.direct, questionContract(stage.run).topics);
    const troupe = await startTroupe(stage);
    try {
      // Some harm also where starting the processes took all of the time.
      for (let harms = 0; harms < 4 || stage.lasts(); harms += 1) await troupe.harm();
      told.set(stage.run, await troupe.end());
    } finally {
      await troupe.kill();
    }
  },
  async check({ run }) {
    const reports = told.get(run) ?? [];
    told.delete(run);
    const outcomes = reports.flatMap((report) => report.outcomes);
    const wrong = outcomes.filter(({ how }) => how !== 'answered' && how !== 'REQUEST_TIMEOUT');
    const late = outcomes.filter(({ overrun }) => overrun > tolerance);
    const pending = reports.reduce((sum, { status }) => sum + status.pending, 0);
    const answered = outcomes.filter(({ how }) => how === 'answered').length;
    return [
      ...(wrong.length > 0 ? [`${wrong.length} requests ended otherwise, such as: ${wrong[0]?.how}`] : []),
      ...(late.length > 0 ? [`${late.length} of ${outcomes.length} requests ended after their deadline`] : []),
      ...(pending > 0 ? [`${pending} requests still wait`] : []),
      ...(answered === 0 ? [`none of ${outcomes.length} requests had a reply`] : []),
    ];
  },
};

interface Troupe {
  /** One of the faults, by the seed. */
  harm(): Promise<void>;
  /** Lets all finish. */
  end(): Promise<Finished[]>;
  kill(): Promise<void>;
}

async function startTroupe(stage: Stage): Promise<Troupe> {
  const all: Speaker[] = [];
  const start = async (role: 'asker' | 'answerer'): Promise<void> => {
    all.push(await startSpeaker(stage, role, all.length + 1));
  };
  const one = (role: 'asker' | 'answerer'): Speaker | undefined =>
    all.find(({ name, isRunning }) => isRunning && name.startsWith(role));
  await Promise.all([start('answerer'), start('answerer'), start('asker'), start('asker')]);

  const harms: Readonly<Record<string, () => Promise<void>>> = {
    'an answerer killed, another one started': async () => {
      await one('answerer')?.kill();
      await start('answerer');
    },
    'an answerer terminated, another one started': async () => {
      await one('answerer')?.end();
      await start('answerer');
    },
    'an answerer stands still': async () => {
      const paused = one('answerer');
      paused?.signal('SIGSTOP');
      await stage.wait(stage.random.between(500, 9_000));
      paused?.signal('SIGCONT');
    },
    'an asker killed, another one started': async () => {
      await one('asker')?.kill();
      await start('asker');
    },
  };
  return {
    harm: async () => {
      const [first = '', ...others] = Object.keys(harms);
      const name = stage.random.pick([first, ...others]);
      stage.fault(name);
      await harms[name]?.();
      await stage.wait(stage.random.between(200, 1_500));
    },
    end: async () => {
      const reports: Finished[] = [];
      for (const speaker of all.filter(({ isRunning }) => isRunning)) {
        await speaker.end();
        const finished = speaker.finished();
        if (finished !== undefined) reports.push(finished);
        else if (speaker.name.startsWith('asker')) throw new Error(`${speaker.name} did not finish`);
      }
      return reports;
    },
    kill: async () => {
      await Promise.all(all.map((speaker) => speaker.kill()));
    },
  };
}
