import { RuntimeError } from '@eventwright/runtime';
import { closeWithProcess } from '@eventwright/runtime/process';
import { integerVariable, portVariable } from '@eventwright/runtime/service';
import { shopSales, topics } from '@shop/contracts/topics';
import { orderExample } from '@shop/storefront';
import { consoleLog } from './console-log.ts';
import { eventHeading, eventLine, summarize } from './event-line.ts';
import { tapEvents } from './event-tap.ts';
import { type Documentation, serveDocumentation } from './serve-documentation.ts';
import { startShop } from './start-shop.ts';

const { ENGINE = 'embedded' } = process.env;
const dataDirectory = '.eventwright';
const colour = process.stdout.isTTY === true && !process.env['NO_COLOR'];
const say = (line: string): void => console.log(line);

async function openShop(): Promise<void> {
  const log = consoleLog(say, { colour });
  const documentationPort = portVariable(process.env, 'DOCS_PORT', 4800);
  const shop = await startShop({
    engine: ENGINE === 'kafka' ? 'kafka' : 'embedded',
    dataDirectory,
    ports: {
      storefront: portVariable(process.env, 'PORT', 3000),
      warehouse: portVariable(process.env, 'WAREHOUSE_PORT', 3001),
      gateway: portVariable(process.env, 'GATEWAY_PORT', 3002),
      analytics: portVariable(process.env, 'ANALYTICS_PORT', 3003),
    },
    pickingTime: integerVariable(process.env, { name: 'PICKING_TIME', otherwise: 2000 }),
    environment: process.env,
    log,
  });
  // What a tap copies was shown where it stood first.
  const names = topics.map(({ topic }) => topic).filter((topic) => topic !== shopSales.topic);
  const tap = await tapEvents(shop.transport, names, (record) => say(eventLine(summarize(record), { colour })));
  let documentation: Documentation | undefined;
  // Before the shop says that it is open: whoever reads that may send a signal at once.
  closeWithProcess({
    async close() {
      say('\nClosing ...');
      await documentation?.close();
      await tap.close();
      await shop.close();
      say('Closed.');
    },
    log,
  });

  say(`
The shop is open (${ENGINE} engine, data in ${dataDirectory}/).

  storefront  ${shop.storefrontUrl}
  warehouse   ${shop.warehouseUrl}
  gateway     ${shop.gatewayUrl}
  analytics   ${shop.analyticsUrl}/sales

Place an order:

  ${orderExample(shop.storefrontUrl)}

Events show below as they flow. Ctrl-C closes the shop; the next start goes on with what is there.

${eventHeading()}`);
  // When the shop is open: nobody waits for it.
  documentation = serveDocumentation({
    port: documentationPort,
    ready: (url) => say(`\n  documentation  ${url}\n`),
    failed: (reason) => say(`\n  no documentation: ${reason} Another port: DOCS_PORT.\n`),
  });
}

try {
  await openShop();
} catch (error) {
  // What this project explains itself needs no stack: a port or folder that is taken, an engine that is not there.
  console.error(RuntimeError.is(error) ? `The shop cannot open. ${error.message}` : error);
  process.exitCode = 1;
}
