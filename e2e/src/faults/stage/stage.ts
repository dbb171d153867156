import { setTimeout as pause } from 'node:timers/promises';
import type { FaultCase } from '../cases/fault-case.ts';
import type { Engines } from '../engines/engines.ts';
import { createTopics } from '../engines/kafka-engine.ts';
import type { Random } from '../random.ts';
import { type FaultsContract, faultsContract } from '../workload/contract.ts';
import { type Load, type MemberSettings, usualSettings } from '../workload/member-settings.ts';
import { type Member, type MemberOutput, startMember } from './member-process.ts';
import { createPipelineDatabases, type PipelineDatabases, type RoleName } from './pipeline-databases.ts';

/** How a whole run is set. */
export interface RunSettings {
  readonly client: 'kafkajs' | 'platformatic';
  /** Milliseconds for which a case disturbs, unless it needs longer. */
  readonly duration: number;
  readonly load: Load;
  /** Folder for what processes say, and for histories of what went wrong. */
  readonly logs: string;
  /** Hears of every fault. */
  readonly onProgress: (line: string) => void;
}

/** What a case acts on: a pipeline at work, the engines below it and the networks in between. */
export interface Stage {
  /** Of the seed: all decisions come from here. */
  readonly random: Random;
  readonly settings: RunSettings;
  readonly engines: Engines;
  /** Begins the names of topics, groups and databases. */
  readonly run: string;
  readonly contract: FaultsContract;
  readonly databases: PipelineDatabases;
  /** All that were ever started, in the order of their starts. */
  readonly members: readonly Member[];
  /** Those of a role that run. */
  running(role: RoleName): readonly Member[];
  /** One that runs, the oldest; rejects the case where there is none. */
  one(role: RoleName): Member;
  /** Starts a process; resolves when it is ready. */
  start(role: RoleName, different?: Partial<MemberSettings>, output?: MemberOutput): Promise<Member>;
  /** Counts a fault and says what it is. */
  fault(what: string): void;
  readonly faults: number;
  /** Takes note of events that the case takes from the log: those of them without effect are not lost by the runtime. */
  destroy(eventIds: Iterable<string>): void;
  readonly destroyed: ReadonlySet<string>;
  /** Milliseconds. */
  wait(milliseconds: number): Promise<void>;
  /** Drops databases and topics. */
  remove(): Promise<void>;
  /** The load is on: the duration begins. */
  begin(): void;
  /** True until the duration is over: `while (stage.lasts()) …`. */
  lasts(): boolean;
}

export interface StageOptions {
  readonly faultCase: FaultCase;
  readonly engines: Engines;
  readonly settings: RunSettings;
  readonly random: Random;
  readonly run: string;
}

/** Lays out topics, schemas and databases; nothing runs yet. */
export async function openStage({ faultCase, engines, settings, random, run }: StageOptions): Promise<Stage> {
  const { partitions = 4 } = faultCase;
  const contract = faultsContract(run, partitions);
  await createTopics(engines.kafka.direct, contract.topics);
  await engines.registry.register(contract.registrations);
  await engines.registry.register(faultsContract(run, partitions, 2).registrations);
  const databases = await createPipelineDatabases(engines.postgres, run);
  const members: Member[] = [];
  const starts = new Map<RoleName, number>();
  const destroyed = new Set<string>();
  let began = performance.now();
  let faults = 0;

  function settingsOf(role: RoleName, name: string): MemberSettings {
    return {
      ...usualSettings,
      run,
      role,
      partitions,
      client: settings.client,
      brokers: engines.kafka.proxied,
      database: databases.url(role),
      registry: engines.registry.proxied,
      seed: String(random.fork(name).next()),
      load: { ...settings.load, ...faultCase.load },
    };
  }

  const running = (role: RoleName): readonly Member[] =>
    members.filter((member) => member.running && member.name.startsWith(role));
  return {
    random,
    settings,
    engines,
    run,
    contract,
    databases,
    members,
    running,
    one(role) {
      const [first] = running(role);
      if (first === undefined) throw new Error(`no ${role} runs`);
      return first;
    },
    async start(role, different = {}, output = 'file') {
      const number = (starts.get(role) ?? 0) + 1;
      starts.set(role, number);
      const name = `${role} ${number}`;
      const given = { ...settingsOf(role, name), ...different };
      const member = await startMember({ name, settings: given, logs: settings.logs, output });
      members.push(member);
      return member;
    },
    fault(what) {
      faults += 1;
      settings.onProgress(`${run}: ${what}`);
    },
    get faults() {
      return faults;
    },
    destroyed,
    destroy(eventIds) {
      for (const id of eventIds) destroyed.add(id);
    },
    async remove() {
      await databases.drop();
      // Without them the next case has a broker that is as light as the first one's.
      const topics = contract.topics.map(({ topic }) => topic);
      await engines.kafka.administrate((admin) => admin.deleteTopics({ topics })).catch(() => undefined);
    },
    wait: (milliseconds) => pause(milliseconds),
    begin: () => {
      began = performance.now();
    },
    lasts: () => performance.now() - began < settings.duration,
  };
}
