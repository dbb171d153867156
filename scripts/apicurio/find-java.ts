import { globSync } from 'node:fs';
import { findJava, type Java, majorVersion } from '../kafka/java.ts';
import { EnvironmentError } from '../script-error.ts';

/** Apicurio Registry 3.2 and newer is compiled for it. */
const oldestJava = 21;

/** The Java of JAVA_HOME or of the PATH where it is new enough, else one that Linux keeps beside it. */
export async function findJavaForApicurio(env: NodeJS.ProcessEnv): Promise<Java> {
  const installed = globSync('/usr/lib/jvm/*/bin/java').sort().reverse();
  const homes = installed.map((command) => command.replace(/\/bin\/java$/, ''));
  for (const settings of [env, ...homes.map((home) => ({ JAVA_HOME: home }))]) {
    const java = await findJava(settings).catch(() => undefined);
    if (java !== undefined && majorVersion(java.version) >= oldestJava) return java;
  }
  throw new EnvironmentError(
    `Apicurio Registry needs Java ${oldestJava} or newer: install it, or point JAVA_HOME at it`,
  );
}
