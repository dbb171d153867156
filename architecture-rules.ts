import type { ImportRule } from './architecture.ts';

const node = /^node:/;
const avro = /^@eventwright\/avro$/;
const core = /^runtime\/src\/core\//;
const database = /^runtime\/src\/database\//;
const partitions = /^runtime\/src\/partitions\//;

/** Who may import whom (docs/architecture.md). The first match of `of` in a path is the part that counts as its own. */
export const architectureRules: readonly ImportRule[] = [
  {
    of: /^avro\/src\//,
    may: [],
    reason: 'avro runs in a browser and depends on nothing',
    refuses: [
      { file: 'avro/src/a.ts', text: "import { readFileSync } from 'node:fs';" },
      { file: 'avro/src/a.ts', text: "export { b } from '../../runtime/src/core/b.ts';" },
    ],
  },
  {
    of: /^generator\/src\/model\//,
    may: [avro],
    reason: 'the model is what everything else is about, so it knows nothing else',
    refuses: [
      { file: 'generator/src/model/a.ts', text: "import type { Config } from '../load/read-config.ts';" },
      { file: 'generator/src/model/a.ts', text: "import { posix } from 'node:path';" },
    ],
  },
  {
    of: /^generator\/src\/load\//,
    may: [avro, node, /^yaml$/, /^@asyncapi\//, /^generator\/src\/model\//, /^generator\/config\.schema\.json$/],
    reason: 'loading ends where the document is read; what it means is the business of others',
    refuses: [{ file: 'generator/src/load/a.ts', text: "import { rules } from '../check/rules.ts';" }],
  },
  {
    of: /^generator\/src\/release\//,
    may: [avro, /^node:crypto$/, /^generator\/src\/model\//],
    reason: 'what was released is judged by the model and the lock alone, wherever both come from',
    refuses: [{ file: 'generator/src/release/a.ts', text: "import { readFile } from 'node:fs/promises';" }],
  },
  {
    of: /^generator\/src\/check\//,
    may: [avro, /^generator\/src\/model\//, /^generator\/src\/print\/identifier\.ts$/],
    reason: 'rules are pure functions of the model; of printing they know only how names come out',
    refuses: [
      { file: 'generator/src/check/rules/a.ts', text: "import { readFile } from 'node:fs/promises';" },
      {
        file: 'generator/src/check/rules/a.ts',
        text: "const { emit } = await import('../../emit/typescript/index.ts');",
      },
    ],
  },
  {
    of: /^generator\/src\/diff\//,
    may: [avro, /^generator\/src\/(model|check)\//],
    reason: 'what differs is judged by the models alone, wherever they come from',
    refuses: [{ file: 'generator/src/diff/a.ts', text: "import { openBase } from '../cli/base/open-base.ts';" }],
  },
  {
    of: /^generator\/src\/print\//,
    may: [/^node:path$/],
    reason: 'printing knows declarations, not contracts',
    refuses: [{ file: 'generator/src/print/a.ts', text: "import type { Message } from '../model/contract-model.ts';" }],
  },
  {
    of: /^generator\/src\/emit\/site\//,
    may: [avro, /^@eventwright\/site$/, /^generator\/src\/(explain|model|print)\//],
    mayTypes: [/^generator\/src\/(diff|readers)\//],
    reason: 'the site is made of a catalogue; this is where the model becomes one',
    refuses: [
      { file: 'generator/src/emit/site/a.ts', text: "import { emitTypeScript } from '../typescript/index.ts';" },
    ],
  },
  {
    of: /^generator\/src\/emit\/(?!site\/)[^/]+\//,
    may: [avro, /^generator\/src\/(model|print)\//],
    reason: 'an emitter reads the model and prints; it never leans on another target',
    refuses: [
      { file: 'generator/src/emit/typescript/a.ts', text: "import { emitSite } from '../site/index.ts';" },
      { file: 'generator/src/emit/typescript/a.ts', text: "import { writeFile } from 'node:fs/promises';" },
    ],
  },
  {
    of: /^generator\/src\/write\//,
    may: [node, /^generator\/src\/print\/output-file\.ts$/],
    mayTypes: [/^generator\/src\/(model|load)\//],
    reason: 'writing takes finished files, whatever they are about',
    refuses: [
      { file: 'generator/src/write/a.ts', text: "import { emitTypeScript } from '../emit/typescript/index.ts';" },
    ],
  },
  {
    of: /^generator\/src\/readers\//,
    may: [node, /^ts-morph$/, /^generator\/src\/model\//],
    reason: 'code is looked through by the types that it has, whoever made them',
    refuses: [
      { file: 'generator/src/readers/a.ts', text: "import { emitTypeScript } from '../emit/typescript/index.ts';" },
      { file: 'generator/src/readers/a.ts', text: "import { openProject } from '../cli/open-project.ts';" },
    ],
  },
  {
    of: /^generator\/src\/cli\/(mcp\/|commands\/mcp\.ts)/,
    may: [node, avro, /^@modelcontextprotocol\/sdk\//, /^zod$/, /^@eventwright\/site$/, /^generator\/src\//],
    reason:
      'what serves assistants knows the protocol and the catalogue; it has no way to a registry, a broker or the disk',
    refuses: [
      { file: 'generator/src/cli/mcp/a.ts', text: "import { connectRegistry } from '@eventwright/runtime/registry';" },
      { file: 'generator/src/cli/commands/mcp.ts', text: "import { createRegistry } from '@eventwright/registry';" },
    ],
  },
  {
    of: /^generator\/src\/cli\/(?!mcp\/|commands\/mcp\.ts)/,
    may: [
      node,
      avro,
      /^commander$/,
      /^@eventwright\/(registry|runtime|site)(\/|$)/,
      /^generator\/(src\/|package\.json$)/,
    ],
    reason: 'commands call the pipeline, the registry and the runtime, and do nothing that these do',
    refuses: [
      { file: 'generator/src/cli/commands/a.ts', text: "import { Project } from 'ts-morph';" },
      { file: 'generator/src/cli/commands/a.ts', text: "import * as z from 'zod';" },
    ],
  },
  {
    of: /^site\/src\/(?!(bundle-)?client-scripts\.ts$)/,
    may: [avro, /^node:(crypto|url)$/, /^(avsc|diff|markdown-it|minisearch)$/],
    reason: 'a site is a function of its catalogue: whoever made that, and wherever the files go',
    refuses: [
      { file: 'site/src/a.ts', text: "import { writeFile } from 'node:fs/promises';" },
      { file: 'site/src/a.ts', text: "import type { ContractModel } from 'eventwright';" },
    ],
  },
  {
    of: /^site\/src\/(bundle-)?client-scripts\.ts$/,
    may: [/^node:(fs\/promises|url)$/, /^esbuild$/, /^site\/src\/(build-site|bundle-client-scripts)\.ts$/],
    reason: 'the scripts of pages are read from the package, or made of their sources',
    refuses: [{ file: 'site/src/client-scripts.ts', text: "import MiniSearch from 'minisearch';" }],
  },
  {
    of: /^registry\/src\//,
    may: [avro, node],
    reason: 'the registry is a server of its own, on nothing but Node',
    refuses: [{ file: 'registry/src/a.ts', text: "import { connectRegistry } from '@eventwright/runtime/registry';" }],
  },
  {
    of: /^runtime\/src\/core\//,
    may: [],
    reason: 'generated code needs the core and nothing else, wherever it runs',
    refuses: [
      { file: 'runtime/src/core/a.ts', text: "import { Kafka } from 'kafkajs';" },
      { file: 'runtime/src/core/a.ts', text: "import { createHash } from 'node:crypto';" },
      { file: 'runtime/src/core/a.ts', text: "import { openLog } from '../embedded/index.ts';" },
    ],
  },
  {
    of: /^runtime\/src\/partitions\//,
    may: [core, node],
    reason: 'what a client of Kafka does with partitions is the same whichever client it is',
    refuses: [{ file: 'runtime/src/partitions/a.ts', text: "import { Kafka } from 'kafkajs';" }],
  },
  {
    of: /^runtime\/src\/kafka\//,
    may: [core, partitions, node, /^kafkajs$/],
    reason: 'an adapter is the core and its one driver',
    refuses: [{ file: 'runtime/src/kafka/a.ts', text: "import avsc from 'avsc';" }],
  },
  {
    of: /^runtime\/src\/embedded\//,
    may: [core, node],
    reason: 'the embedded log is ours to the last byte',
    refuses: [{ file: 'runtime/src/embedded/a.ts', text: "import { Kafka } from 'kafkajs';" }],
  },
  {
    of: /^runtime\/src\/registry\//,
    may: [core, node, avro, /^avsc$/, /^@kafkajs\/confluent-schema-registry$/],
    reason: 'an adapter is the core and its driver: the registry client with the codec',
    refuses: [{ file: 'runtime/src/registry/a.ts', text: "import { createRegistry } from '@eventwright/registry';" }],
  },
  {
    of: /^runtime\/src\/database\//,
    may: [core, node],
    reason: 'what is done with a database is the same for every adapter',
    refuses: [{ file: 'runtime/src/database/a.ts', text: "import { Pool } from 'pg';" }],
  },
  {
    of: /^runtime\/src\/dead-letters\//,
    may: [core],
    reason: 'dead letters are records, whoever reads them and publishes them again',
    refuses: [{ file: 'runtime/src/dead-letters/a.ts', text: "import { readTopics } from '../kafka/read-topics.ts';" }],
  },
  {
    of: /^runtime\/src\/taps\//,
    may: [core],
    reason: 'a tap copies records, whatever carries them',
    refuses: [
      { file: 'runtime/src/taps/a.ts', text: "import { openDelivery } from '../delivery/index.ts';" },
      { file: 'runtime/src/taps/a.ts', text: "import { Kafka } from 'kafkajs';" },
    ],
  },
  {
    of: /^runtime\/src\/functions\//,
    may: [core, /^runtime\/src\/registry\/json\/index\.ts$/],
    reason: 'a function is called by what the platform has, wherever it runs',
    refuses: [
      { file: 'runtime/src/functions/a.ts', text: "import { request } from 'node:http';" },
      { file: 'runtime/src/functions/a.ts', text: "import { connectRegistry } from '../registry/index.ts';" },
    ],
  },
  {
    of: /^runtime\/src\/windows\//,
    may: [core, database],
    reason: 'windows are SQL over the database port, whoever runs it',
    refuses: [{ file: 'runtime/src/windows/a.ts', text: "import { openDelivery } from '../delivery/index.ts';" }],
  },
  {
    of: /^runtime\/src\/delivery\//,
    may: [core, database, node],
    reason: 'delivery is SQL over the database port, whoever runs it',
    refuses: [
      { file: 'runtime/src/delivery/a.ts', text: "import { Pool } from 'pg';" },
      { file: 'runtime/src/delivery/a.ts', text: "import { connectKafka } from '../kafka/index.ts';" },
    ],
  },
  {
    of: /^runtime\/src\/workflows\//,
    may: [core, database],
    reason: 'workflows are decisions and SQL, in transactions that others open',
    refuses: [
      { file: 'runtime/src/workflows/a.ts', text: "import { openDelivery } from '../delivery/index.ts';" },
      { file: 'runtime/src/workflows/a.ts', text: "import { setTimeout } from 'node:timers/promises';" },
    ],
  },
  {
    of: /^runtime\/src\/event-store\//,
    // The codec, over schemas that the database itself holds.
    may: [core, database, avro, /^runtime\/src\/registry\/(cached-registry|frame)\.ts$/],
    reason: 'the event store is SQL over the database port and Avro in it',
    refuses: [
      { file: 'runtime/src/event-store/a.ts', text: "import { Pool } from 'pg';" },
      { file: 'runtime/src/event-store/a.ts', text: "import { connectRegistry } from '../registry/index.ts';" },
    ],
  },
  {
    of: /^runtime\/src\/projections\//,
    may: [core, database],
    mayTypes: [/^runtime\/src\/event-store\/index\.ts$/],
    reason: 'projections are SQL over the database port, fed by the transport port or a store',
    refuses: [
      { file: 'runtime/src/projections/a.ts', text: "import { readTopics } from '../kafka/read-topics.ts';" },
      { file: 'runtime/src/projections/a.ts', text: "import { openEventStore } from '../event-store/index.ts';" },
    ],
  },
  {
    of: /^runtime\/src\/feeds\//,
    may: [core, database, node, avro, /^ws$/],
    reason: 'a feed is SQL and HTTP: whoever fills it and whoever serves it',
    refuses: [
      { file: 'runtime/src/feeds/a.ts', text: "import { Hono } from 'hono';" },
      { file: 'runtime/src/feeds/a.ts', text: "import { openDelivery } from '../delivery/index.ts';" },
    ],
  },
  {
    of: /^runtime\/src\/webhooks\//,
    may: [core, database, node, /^runtime\/src\/feeds\//],
    reason: 'webhooks deliver a feed, by HTTP and nothing else',
    refuses: [
      { file: 'runtime/src/webhooks/a.ts', text: "import { WebSocket } from 'ws';" },
      { file: 'runtime/src/webhooks/a.ts', text: "import { openDelivery } from '../delivery/index.ts';" },
    ],
  },
  {
    of: /^runtime\/src\/platformatic\//,
    may: [core, partitions, node, /^@platformatic\/kafka$/],
    reason: 'an adapter is the core and its one driver',
    refuses: [{ file: 'runtime/src/platformatic/a.ts', text: "import { connectKafka } from '../kafka/index.ts';" }],
  },
  {
    of: /^runtime\/src\/kafka-client\//,
    may: [core, partitions, /^runtime\/src\/(kafka|platformatic)\/index\.ts$/],
    reason: 'which client it is, is chosen here and nowhere else',
    refuses: [{ file: 'runtime/src/kafka-client/a.ts', text: "import { Kafka } from 'kafkajs';" }],
  },
  {
    of: /^runtime\/src\/telemetry\//,
    may: [core, node, /^@opentelemetry\/api$/, /^prom-client$/],
    reason: 'what is measured is said by the core; who hears of it is decided here',
    refuses: [{ file: 'runtime/src/telemetry/a.ts', text: "import { connectKafka } from '../kafka/index.ts';" }],
  },
  {
    of: /^runtime\/src\/postgres\//,
    // One lock for every folder that one process owns.
    may: [core, database, node, /^pg$/, /^@electric-sql\/pglite$/, /^runtime\/src\/embedded\/lock-file\.ts$/],
    reason: 'an adapter is the core and its driver',
    refuses: [{ file: 'runtime/src/postgres/a.ts', text: "import { openLog } from '../embedded/index.ts';" }],
  },
  {
    of: /^runtime\/src\/process\//,
    may: [core, node],
    reason: 'the life of a process is apart from what it serves',
    refuses: [{ file: 'runtime/src/process/a.ts', text: "import { connectKafka } from '../kafka/index.ts';" }],
  },
  {
    of: /^runtime\/src\/requests\//,
    may: [core, /^node:async_hooks$/],
    reason: 'requests lean on the ports of the core, whatever the log',
    refuses: [
      { file: 'runtime/src/requests/a.ts', text: "import { connectKafka } from '../kafka/index.ts';" },
      { file: 'runtime/src/requests/a.ts', text: "import { openDelivery } from '../delivery/index.ts';" },
    ],
  },
  {
    of: /^runtime\/src\/service\//,
    may: [core, node, /^runtime\/src\/(delivery|kafka-client|postgres|process|registry|telemetry)\/index\.ts$/],
    reason: 'a service is put together from entries, as anybody could',
    refuses: [
      { file: 'runtime/src/service/a.ts', text: "import { connectKafka } from '../kafka/index.ts';" },
      { file: 'runtime/src/service/a.ts', text: "import { relay } from '../delivery/relay/relay.ts';" },
    ],
  },
  {
    of: /^generated\/src\/(?!testing\.ts$)/,
    may: [/^@eventwright\/runtime$/],
    reason: 'generated code is types and descriptors over the runtime',
    refuses: [
      { file: 'generated/src/a.ts', text: "import { Kafka } from 'kafkajs';" },
      { file: 'generated/src/a.ts', text: "import { openHarness } from '@eventwright/runtime/testing';" },
    ],
  },
  {
    of: /^generated\/src\/testing\.ts$/,
    may: [/^@eventwright\/runtime\/testing$/, /^generated\/src\//],
    reason: 'what tests need stands in one file, which no other generated file imports',
    refuses: [{ file: 'generated/src/testing.ts', text: "import { sample } from 'fast-check';" }],
  },
  {
    of: /^services\/[^/]+\/src\/domain\//,
    may: [],
    mayTypes: [/^@shop\/contracts\//, /^@eventwright\/runtime(\/(event-store|workflows))?$/],
    reason: 'the domain is pure: of the outside it knows types',
    refuses: [
      { file: 'services/orders/src/domain/a.ts', text: "import { randomUUID } from 'node:crypto';" },
      { file: 'services/orders/src/domain/a.ts', text: "import { createOrders } from '@shop/contracts/orders';" },
      { file: 'services/orders/src/domain/a.ts', text: "import type { Store } from '../adapters/store.ts';" },
    ],
  },
  {
    of: /^services\/(?!shop\/)[^/]+\//,
    may: [/^@shop\/contracts\//, /^@eventwright\/runtime(\/|$)/, /^(?!@shop\/|@eventwright\/|services\/|\w+\/src\/)/],
    reason: 'services meet only in contracts, never in each other',
    refuses: [
      { file: 'services/orders/src/a.ts', text: "import { charge } from '@shop/payments';" },
      { file: 'services/orders/src/a.ts', text: "import { charge } from '../../payments/src/app.ts';" },
      { file: 'services/orders/src/a.ts', text: "import { createRegistry } from '@eventwright/registry';" },
    ],
  },
];
