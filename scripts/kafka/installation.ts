import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { findJava, type Java } from './java.ts';
import { kafkaClassPath, kafkaVersion } from './kafka-libraries.ts';

/** What is needed to run Kafka's programs. */
export interface Installation {
  /** Holds the jars and what was made from them; may be thrown away at any time. */
  readonly directory: string;
  readonly java: Java;
  readonly classPath: string;
}

/** `.kafka` in the repository, ignored by git. */
export const kafkaDirectory: string = fileURLToPath(new URL('../../.kafka', import.meta.url));

/** Finds Java and fetches Kafka where it is not there yet. */
export async function installKafka(onProgress: (line: string) => void): Promise<Installation> {
  const java = await findJava(process.env);
  const classPath = await kafkaClassPath(kafkaDirectory, onProgress);
  return { directory: kafkaDirectory, java, classPath };
}

/** Arguments for the JVM. Compiling little and collecting on one thread makes a short life with small data quick. */
export function jvmArguments({ classPath }: Installation): readonly string[] {
  return [
    '-Xms128m',
    '-Xmx384m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Djava.awt.headless=true',
    '-cp',
    classPath,
  ];
}

/** What makes a JVM start in half the time, by not loading the same classes anew. */
export interface ClassDataArchive {
  readonly jvmArguments: readonly string[];
  /** Puts what the JVM collected where the next one looks. To be called when it has ended. */
  keep(): Promise<void>;
}

/** The archive that an earlier broker left behind, else one that this broker collects and writes when it stops. */
export function classDataArchive({ directory, java }: Installation, broker: string): ClassDataArchive {
  const archive = join(directory, `classes-${kafkaVersion}-java-${java.version}.jsa`);
  if (existsSync(archive)) return { jvmArguments: [`-XX:SharedArchiveFile=${archive}`], keep: async () => undefined };
  const unfinished = `${archive}.${process.pid}-${broker}`;
  return {
    // What the JVM cannot archive it lists as warnings, dozens of them.
    jvmArguments: [`-XX:ArchiveClassesAtExit=${unfinished}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
    // A broker that was killed has written none.
    keep: () => rename(unfinished, archive).catch(() => undefined),
  };
}
