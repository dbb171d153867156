import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { splitLines } from '../process/run.ts';
import { endWithUs, stopProcess } from '../process/stop-process.ts';
import { EnvironmentError } from '../script-error.ts';
import { type ClassDataArchive, classDataArchive, type Installation, jvmArguments } from './installation.ts';
import { loggingProperties, type NodeAddress, serverProperties } from './server-properties.ts';
import { formatStorage } from './storage.ts';

/** How long a broker may take to end in peace, in milliseconds. */
const stopPatience = 15_000;

/** One broker that can be started, stopped and killed, again and again. */
export interface KafkaNode {
  readonly address: NodeAddress;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** Resolves when the broker says that it is up. */
  start(): Promise<void>;
  /** Ends it as an operator would; what is left after 15 seconds is killed. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

export interface KafkaNodeOptions {
  readonly installation: Installation;
  readonly address: NodeAddress;
  readonly cluster: readonly NodeAddress[];
  /** Holds the settings and `node-<id>.log`, all that the broker said since it was last started. */
  readonly directory: string;
  /** Hears what a running broker warns of, one line each, and of its end where nobody asked for it. */
  readonly onWarning: (line: string) => void;
}

interface RunningBroker {
  readonly child: ChildProcess;
  readonly archive: ClassDataArchive | undefined;
}

/** Describes a broker; `start` brings it to life. */
export function createKafkaNode(options: KafkaNodeOptions): KafkaNode {
  let running: RunningBroker | undefined;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = running;
    running = undefined;
    if (ending === undefined) return;
    await stopProcess(ending.child, signal, stopPatience);
    await ending.archive?.keep();
  };
  return {
    address: options.address,
    get pid() {
      return running?.child.pid;
    },
    async start() {
      const broker = await spawnBroker(options);
      running = broker;
      const warn = (line: string | undefined): void => {
        if (running === broker && line !== undefined) options.onWarning(`node ${options.address.id}: ${line}`);
      };
      await untilStarted(broker.child, options, warn);
      broker.child.once('exit', (code) => warn(`has ended (exit code ${code})`));
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function spawnBroker(options: KafkaNodeOptions): Promise<RunningBroker> {
  const { installation, address, cluster, directory } = options;
  await formatStorage(installation, address.id, address.dataDirectory);
  const properties = join(directory, `node-${address.id}.properties`);
  const logging = join(directory, `node-${address.id}.log4j2.properties`);
  await writeFile(properties, serverProperties(address, cluster));
  await writeFile(logging, loggingProperties);
  // One node of a cluster collects the classes: three would do the same work three times.
  const archive = address.id === 1 ? classDataArchive(installation, `${address.port}`) : undefined;
  const jvm = [...(archive?.jvmArguments ?? []), ...jvmArguments(installation)];
  const kafka = [`-Dlog4j2.configurationFile=${logging}`, 'kafka.Kafka', properties];
  const child = spawn(installation.java.command, [...jvm, ...kafka], { stdio: ['ignore', 'pipe', 'pipe'] });
  endWithUs(child);
  return { child, archive };
}

/** A stack trace belongs to the line before it and into the log file. */
const warning = /^(WARN|ERROR|FATAL) .{0,200}/;

function untilStarted(
  child: ChildProcess,
  { address, directory }: KafkaNodeOptions,
  onWarning: (line: string | undefined) => void,
): Promise<void> {
  const log = createWriteStream(join(directory, `node-${address.id}.log`));
  return new Promise((resolve, reject) => {
    let started = false;
    const said: string[] = [];
    const onLine = (line: string): void => {
      log.write(`${line}\n`);
      said.push(line);
      if (said.length > 40) said.shift();
      if (line.endsWith('Kafka Server started')) {
        started = true;
        resolve();
      }
      // Brokers that look for each other complain until they have met.
      if (started) onWarning(warning.exec(line)?.[0]);
    };
    child.stdout?.setEncoding('utf8').on('data', splitLines(onLine));
    child.stderr?.setEncoding('utf8').on('data', splitLines(onLine));
    child.once('error', (cause) => reject(new EnvironmentError('the JVM does not start', { cause })));
    child.once('close', (code) => {
      log.end();
      reject(startFailure(address, code, said.join('\n')));
    });
  });
}

function startFailure(address: NodeAddress, code: number | null, output: string): EnvironmentError {
  const place = `Kafka node ${address.id}`;
  if (output.includes('Failed to acquire lock')) {
    return new EnvironmentError(
      `${place} did not start: another broker uses ${address.dataDirectory}; stop it, or choose another folder`,
    );
  }
  if (output.includes('Address already in use')) {
    return new EnvironmentError(
      `${place} did not start: port ${address.port} or ${address.controllerPort} is taken; choose another one`,
    );
  }
  return new EnvironmentError(`${place} ended before it was up (exit code ${code}):\n${output}`);
}
