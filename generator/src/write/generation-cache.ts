import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../load/read-config.ts';
import type { Finding } from '../model/finding.ts';
import { contentHash } from './content-hash.ts';
import { makeFolder } from './make-folder.ts';

/** What a run without an error has read, found and written; every content by its hash. Paths are relative, with `/`. */
export interface Generation {
  readonly config: Config;
  readonly configHash: string;
  /** Every file of the contracts, by path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Warnings, which a run that reads nothing again must repeat. */
  readonly findings: readonly Finding[];
  /** Every generated file, by path below the output folder. */
  readonly outputs: Readonly<Record<string, GeneratedFile>>;
  /** Of the manifest's text. */
  readonly manifest: string;
  /** Every file that holds Avro schemas, by path. */
  readonly schemas: Readonly<Record<string, KnownSchema>>;
}

export interface KnownSchema {
  /** What modules of other schemas, of messages and of applications see of it. */
  readonly face: string;
  /** Full names of the types that it defines. */
  readonly names: readonly string[];
  /** The other files whose types it uses. */
  readonly uses: readonly string[];
  /** Whether it is a version of a message's value. */
  readonly isPayload: boolean;
  /** Whether it is a version of a value or a key. */
  readonly isDescribed: boolean;
  /** Whether something outside of schemas is checked against it: examples, locations of channel parameters. */
  readonly isInspected: boolean;
}

export interface GeneratedFile {
  /** Of the draft that it was printed from. */
  readonly draft: string;
  readonly text: string;
}

/** Where the last run of the same configuration and output folder is kept. A cache that fails is a cache that is empty. */
export interface GenerationCache {
  read(): Generation | undefined;
  write(generation: Generation): void;
}

export interface GenerationCacheOptions {
  /** Absolute path. */
  readonly file: string;
  /** Stands for the code and everything else that a result depends on beside the contracts. */
  readonly maker: string;
}

export function openGenerationCache({ file, maker }: GenerationCacheOptions): GenerationCache {
  return {
    read() {
      try {
        return parse(readFileSync(file, 'utf8'), maker);
      } catch {
        return undefined;
      }
    },
    write(generation) {
      try {
        const body = JSON.stringify(generation);
        makeFolder(dirname(file));
        writeFileSync(`${file}.${process.pid}`, `${maker} ${contentHash(body)}\n${body}`);
        renameSync(`${file}.${process.pid}`, file);
      } catch {
        // A folder that cannot be written to, as in a read-only container.
      }
    },
  };
}

function parse(text: string, maker: string): Generation | undefined {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  if (text.slice(0, end) !== `${maker} ${contentHash(body)}`) return undefined;
  // The line above has just proved that this very code wrote the text, so it holds what `write` was given.
  return JSON.parse(body) as Generation;
}

export const noGenerationCache: GenerationCache = { read: () => undefined, write: () => undefined };
