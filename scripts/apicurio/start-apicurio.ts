import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts, requireFree } from '../process/free-ports.ts';
import { endWithUs, hasEnded, stopProcess } from '../process/stop-process.ts';
import { EnvironmentError } from '../script-error.ts';
import { findJavaForApicurio } from './find-java.ts';
import { installApicurio } from './install-apicurio.ts';

const startTimeout = 90_000;
const stopPatience = 15_000;

export interface StartApicurioOptions {
  /** Its own port and the one above. Default: free ones. */
  readonly port?: number;
  /** File that keeps the data, without its ending. Default: in memory. */
  readonly data?: string;
  /** Hears of every step that takes time. */
  readonly onProgress?: (line: string) => void;
}

/** A running Apicurio Registry. */
export interface Apicurio {
  /** Where it speaks Confluent's API. Its level is NONE until one is set. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a real Apicurio Registry on 127.0.0.1, which takes ten seconds, and resolves when it answers. */
export async function startApicurio(options: StartApicurioOptions = {}): Promise<Apicurio> {
  const { onProgress = () => undefined } = options;
  const java = await findJavaForApicurio(process.env);
  const application = await installApicurio(onProgress);
  const [port, management] = await choosePorts(options.port);
  const child = spawn(java.command, jvmArguments, {
    cwd: application,
    env: { ...process.env, ...settings({ port, management, data: options.data }) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  const stop = (): Promise<void> => stopProcess(child, 'SIGTERM', stopPatience);
  try {
    await untilReady(child, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function choosePorts(wanted: number | undefined): Promise<readonly [number, number]> {
  if (wanted !== undefined) {
    await requireFree([wanted, wanted + 1]);
    return [wanted, wanted + 1];
  }
  const [port = 0, management = 0] = await freePorts(2);
  return [port, management];
}

/** Compiling little and collecting on one thread makes a short life with small data quick. */
const jvmArguments = ['-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-jar', 'quarkus-run.jar'];

interface Settings {
  readonly port: number;
  readonly management: number;
  readonly data: string | undefined;
}

function settings({ port, management, data }: Settings): NodeJS.ProcessEnv {
  return {
    QUARKUS_HTTP_HOST: '127.0.0.1',
    QUARKUS_HTTP_PORT: String(port),
    QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
    QUARKUS_MANAGEMENT_PORT: String(management),
    APICURIO_DATASOURCE_JDBC_INITIAL_SIZE: '2',
    APICURIO_DATASOURCE_JDBC_MIN_SIZE: '2',
    APICURIO_DATASOURCE_JDBC_MAX_SIZE: '8',
    ...(data === undefined ? {} : { APICURIO_DATASOURCE_URL: `jdbc:h2:file:${data}` }),
  };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let output = '';
  const take = (chunk: string): void => {
    output = (output + chunk).slice(-4_000);
  };
  child.stdout?.setEncoding('utf8').on('data', take);
  child.stderr?.setEncoding('utf8').on('data', take);
  const deadline = Date.now() + startTimeout;
  while (!(await answers(url))) {
    if (hasEnded(child)) throw new EnvironmentError(`Apicurio Registry did not start:\n${output}`);
    if (Date.now() > deadline) throw new EnvironmentError(`Apicurio was not ready in ${startTimeout} ms:\n${output}`);
    await sleep(100);
  }
}

async function answers(url: string): Promise<boolean> {
  const response = await fetch(`${url}/subjects`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}
