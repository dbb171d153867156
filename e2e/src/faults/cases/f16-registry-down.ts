import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { Stage } from '../stage/stage.ts';
import type { FaultCase } from './fault-case.ts';

/** The registry is away: who knows the schemas goes on, who does not waits, and nothing is dead of it. */
export const f16Down: FaultCase = {
  id: 'F16 down',
  title: 'schema registry down: warm processes go on, cold consumers wait',
  alone: true,
  async disturb(stage) {
    const { proxy } = stage.engines.registry;
    await stage.wait(1_000);
    proxy.impose({ refuse: true });
    proxy.cut();
    stage.fault('registry refuses connections');
    const before = await stage.databases.count('middle', 'effect');
    await stage.one('final').terminate();
    await stage.start('final');
    stage.fault('final started cold');
    await stage.wait(1_500);
    if ((await stage.databases.count('middle', 'effect')) <= before) throw new Error('the warm middle did not go on');
    while (stage.lasts()) await stage.wait(100);
    proxy.heal();
  },
};

const answers: readonly (readonly [string, RequestListener])[] = [
  ['500', (_, response) => response.writeHead(500).end('{"error_code":50001,"message":"down"}')],
  ['a page instead of JSON', (_, response) => response.writeHead(200).end('<html>welcome</html>')],
  ['nothing', () => undefined],
];

/** The registry answers, and its answers are of no use. */
export const f16Wrong: FaultCase = {
  id: 'F16 wrong',
  title: 'schema registry answers 500, a wrong body or nothing to a cold consumer',
  alone: true,
  async disturb(stage) {
    await stage.one('final').terminate();
    for (const [what, answer] of answers) {
      await withServer(answer, async (registry) => {
        const cold = await stage.start('final', { registry });
        stage.fault(`final with a registry that answers ${what}`);
        await stage.wait(1_500);
        await refuseEffects(stage);
        await cold.kill();
      });
    }
  },
};

async function refuseEffects({ databases }: Stage): Promise<void> {
  const dead = await databases.count('final', 'eventwright_outbox');
  if (dead > 0) throw new Error(`${dead} records were buried, for what is the registry's fault`);
}

async function withServer(answer: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  try {
    await use(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
