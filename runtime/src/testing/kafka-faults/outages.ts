import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { commitAll, consume } from '../transport/recording-consumer.ts';
import { record, values } from '../transport/records.ts';
import { type FaultContext, patience, shortestSession } from './context.ts';

/** How long a process may take to end with Kafka away, in milliseconds. */
const endPatience = 10_000;

/** Kafka that is away, and processes that want to end meanwhile. */
export function outages(faults: FaultContext): void {
  describe('a process that wants to end while Kafka is away', () => {
    it.each(['frozen', 'killed'] as const)(
      'ends by itself within ten seconds: %s',
      { timeout: 90_000 },
      async (how) => {
        const transport = await faults.connect();
        const topic = await faults.topic(transport);
        const { node, pid } = faults.broker();
        const child = startMember(faults, topic);
        try {
          await vi.waitFor(() => expect(child.said()).toBe('got\n'), patience);
          if (how === 'frozen') process.kill(pid, 'SIGSTOP');
          else await node.kill();
          child.tell('measure');
          await vi.waitFor(() => expect(child.said()).toMatch(/cpu \d+/), patience);
          const cpu = Number(/cpu (\d+)/.exec(child.said())?.[1]);
          // In percent of one core; what spins takes all of it.
          expect(cpu).toBeLessThan(30);
          child.tell('close');
          const began = Date.now();
          expect(await child.ended).toBe(0);
          expect(Date.now() - began).toBeLessThan(endPatience);
          expect(child.complaints()).toBe('');
        } finally {
          child.kill();
          if (how === 'frozen') process.kill(pid, 'SIGCONT');
          else await node.start();
        }
      },
    );
  });

  describe('a process that starts while Kafka is away', () => {
    it('is told so, and ends by itself', { timeout: 60_000 }, async () => {
      const { module, connect } = faults.client;
      const child = startScript(`
        import { ${connect} } from '${module}';
        const connecting = ${connect}({ brokers: ['127.0.0.1:1'], clientId: 'cold' });
        console.log(await connecting.then(() => 'connected', (error) => error.code));
      `);
      expect(await child.ended).toBe(0);
      expect(child.said()).toBe('TRANSPORT_FAILED\n');
      expect(child.complaints()).toBe('');
    });
  });

  describe('a consumer whose Kafka is away for longer than its session', () => {
    it('goes on by itself when it is back', { timeout: 120_000 }, async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      const consumer = await consume(transport, { group: randomUUID(), topics: [topic], handle: commitAll });
      await transport.publish([record(topic, 'before')]);
      await vi.waitFor(() => expect(values(consumer.records())).toEqual(['before']), patience);
      const { node } = faults.broker();
      await node.kill();
      await new Promise((resolve) => setTimeout(resolve, 2 * shortestSession));
      await node.start();
      const back = Date.now();
      await vi.waitFor(() => transport.publish([record(topic, 'after')]), patience);
      await vi.waitFor(
        () => expect(new Set(values(consumer.records()))).toEqual(new Set(['before', 'after'])),
        patience,
      );
      expect(Date.now() - back).toBeLessThan(30_000);
      await consumer.close();
    });
  });
}

/** A process with a subscription at work and a publish under way. */
function startMember({ cluster, client: { module, connect } }: FaultContext, topic: string) {
  return startScript(`
    import { once } from 'node:events';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { ${connect} } from '${module}';
    const brokers = ${JSON.stringify(cluster.brokers)};
    const transport = await ${connect}({ brokers, clientId: 'ending', sessionTimeout: ${shortestSession} });
    const record = { topic: '${topic}', key: null, value: null, headers: new Map() };
    let claim;
    const subscription = await transport.subscribe({
      group: '${randomUUID()}',
      topics: ['${topic}'],
      startFrom: 'earliest',
      async onRecords(given) {
        if (claim === undefined) console.log('got');
        claim = given;
      },
    });
    await transport.publish([record]);
    await once(process.stdin, 'data');
    const [before, began] = [process.cpuUsage(), Date.now()];
    await sleep(4_000);
    const { user, system } = process.cpuUsage(before);
    console.log('cpu', Math.round((user + system) / 10 / (Date.now() - began)));
    await once(process.stdin, 'data');
    process.stdin.destroy();
    // In the order in which a service ends, each step waiting for the one before.
    transport.publish([record]).catch(() => undefined);
    await subscription.stop();
    await claim.commit(1n).catch(() => undefined);
    await subscription.close();
    await transport.close();
  `);
}

/** A process that runs the script; one that is left with an unhandled rejection does not end with 0. */
function startScript(script: string) {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script]);
  let [said, complaints] = ['', ''];
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complaints += chunk;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code));
  });
  return {
    ended,
    said: () => said,
    complaints: () => complaints,
    tell: (line: string) => void child.stdin.write(line),
    kill: () => void child.kill('SIGKILL'),
  };
}
