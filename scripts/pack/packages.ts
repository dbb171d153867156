import avro from '../../avro/package.json' with { type: 'json' };
import templates from '../../e2e/templates/package.json' with { type: 'json' };
import generator from '../../generator/package.json' with { type: 'json' };
import repository from '../../package.json' with { type: 'json' };
import registry from '../../registry/package.json' with { type: 'json' };
import runtime from '../../runtime/package.json' with { type: 'json' };
import site from '../../site/package.json' with { type: 'json' };
import { makeClientScripts } from './make-client-scripts.ts';
import type { SourceManifest } from './published-manifest.ts';

/** A workspace that is published. */
export interface Package {
  /** In the repository. */
  readonly folder: string;
  readonly manifest: SourceManifest;
  /** Sources that start by their path, so that no export leads to them. */
  readonly programs?: readonly string[];
  /** Puts what is made of sources otherwise than by compiling each into the folder of the compiled ones. */
  readonly make?: (folder: string) => Promise<void>;
  /** Peer dependencies that not every user needs, with their ranges. */
  readonly optionalPeers?: Readonly<Record<string, string>>;
}

/** What is published. A package stands behind those that it needs. */
export const packages: readonly Package[] = [
  { folder: 'avro', manifest: avro },
  { folder: 'registry', manifest: registry },
  {
    folder: 'runtime',
    manifest: runtime,
    // For the second Kafka client, the tools for tests and the contract suite of transports. Said here only: npm installs
    // an optional peer also where development dependencies are left out, so that the image of the shop would carry Vitest.
    optionalPeers: {
      '@platformatic/kafka': repository.devDependencies['@platformatic/kafka'],
      'fast-check': repository.devDependencies['fast-check'],
      vitest: repository.devDependencies.vitest,
    },
  },
  { folder: 'site', manifest: site, make: makeClientScripts },
  {
    folder: 'generator',
    manifest: generator,
    programs: ['./src/cli/main.ts'],
    // For `generate --template` alone.
    optionalPeers: { '@asyncapi/generator': templates.dependencies['@asyncapi/generator'] },
  },
];
