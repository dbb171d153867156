import { join } from 'node:path';
import { run } from '../process/run.ts';
import { EnvironmentError } from '../script-error.ts';

/** Kafka 4 brokers are compiled for it. */
const oldestJava = 17;

export interface Java {
  readonly command: string;
  /** As the JVM says it: `17.0.15`. */
  readonly version: string;
}

/** The Java of JAVA_HOME, else the one on the PATH. Rejects where it is missing or too old. */
export async function findJava(env: NodeJS.ProcessEnv): Promise<Java> {
  const home = env['JAVA_HOME'];
  const command = home ? join(home, 'bin', 'java') : 'java';
  const cure = `install Java ${oldestJava} or newer (Debian: apt-get install openjdk-${oldestJava}-jre-headless) or point JAVA_HOME at it`;
  const result = await run(command, ['-version']).catch(() => undefined);
  if (result?.code !== 0) throw new EnvironmentError(`no Java: '${command} -version' does not run; ${cure}`);
  const version = /version "([^"]+)"/.exec(result.output)?.[1] ?? 'unknown';
  if (majorVersion(version) < oldestJava) {
    throw new EnvironmentError(`Java is too old: '${command}' is version ${version}; ${cure}`);
  }
  return { command, version };
}

/** 17 for `17.0.15`, 8 for `1.8.0_402`, 0 for what is no version. */
export function majorVersion(version: string): number {
  const [first, second] = version.split(/[._-]/, 2).map(Number);
  return (first === 1 ? second : first) || 0;
}
