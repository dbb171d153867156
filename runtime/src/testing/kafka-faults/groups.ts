import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { PartitionClaim, Subscription } from '../../core/transport.ts';
import { commitAll, consume } from '../transport/recording-consumer.ts';
import { numbered, record, values } from '../transport/records.ts';
import { type FaultContext, patience, shortestSession } from './context.ts';

/** Members that come, go and come back too late. */
export function groups(faults: FaultContext): void {
  describe('a group whose members come and go', () => {
    it('handles every record, and each partition under one claim at a time', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport, 6);
      const group = randomUUID();
      const claims = new Map<number, PartitionClaim>();
      const handled = new Set<string>();
      let overlaps = 0;
      const join = (): Promise<Subscription> =>
        transport.subscribe({
          group,
          topics: [topic],
          startFrom: 'earliest',
          async onRecords(claim, records) {
            const other = claims.get(claim.partition);
            if (other !== undefined && other !== claim && !other.signal.aborted) overlaps += 1;
            claims.set(claim.partition, claim);
            for (const { value } of records) handled.add(`${value}`);
            // Where somebody else has the partition by now, the records are handled once more.
            await commitAll(claim, records).catch((error) => expect(error).toMatchObject({ code: 'CLAIM_ENDED' }));
          },
        });
      const sent = new Set<string>();
      let publishing = true;
      const publisher = (async () => {
        while (publishing) {
          const records = Array.from({ length: 10 }, (_, index) => record(topic, `${sent.size + index}`, `${index}`));
          await transport.publish(records);
          for (const { value } of records) sent.add(`${value}`);
        }
      })();
      await join();
      for (let visits = 0; visits < 4; visits++) {
        const visitor = await join();
        await sleep(200 * visits);
        await visitor.close();
      }
      publishing = false;
      await publisher;
      await vi.waitFor(() => expect(handled.size).toBe(sent.size), patience);
      expect(overlaps).toBe(0);
    });
  });

  describe('a member that was frozen until its session had run out', () => {
    /** Says `got` with its first record; told anything, commits it and says what came of that. */
    const member = (topic: string, group: string): string => `
      import { once } from 'node:events';
      import { ${faults.client.connect} } from '${faults.client.module}';
      const brokers = ${JSON.stringify(faults.cluster.brokers)};
      const transport = await ${faults.client.connect}({ brokers, clientId: 'frozen', sessionTimeout: ${shortestSession} });
      await transport.subscribe({
        group: '${group}',
        topics: ['${topic}'],
        startFrom: 'earliest',
        async onRecords(claim) {
          console.log('got');
          await once(process.stdin, 'data');
          console.log(await claim.commit(1n).then(() => 'committed', (error) => error.code));
          process.exit();
        },
      });
    `;

    it('cannot move the position of the group that went on without it', async () => {
      const transport = await faults.connect();
      const topic = await faults.topic(transport);
      const group = randomUUID();
      await transport.publish(numbered(topic, 3));
      const frozen = spawn(process.execPath, ['--input-type=module-typescript', '-e', member(topic, group)]);
      let said = '';
      frozen.stdout.on('data', (chunk) => {
        said += chunk;
      });
      frozen.stderr.pipe(process.stderr);
      try {
        await vi.waitFor(() => expect(said).toBe('got\n'), patience);
        frozen.kill('SIGSTOP');
        const heir = await consume(transport, { group, topics: [topic], handle: commitAll });
        await vi.waitFor(() => expect(values(heir.records())).toEqual(['0', '1', '2']), patience);
        frozen.stdin.write('commit');
        frozen.kill('SIGCONT');
        await vi.waitFor(() => expect(said).toBe('got\nCLAIM_ENDED\n'), patience);
        const stored = await faults.administrate((admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
        expect(stored[0]?.partitions[0]?.offset).toBe('3');
      } finally {
        frozen.kill('SIGKILL');
      }
    });
  });
}
