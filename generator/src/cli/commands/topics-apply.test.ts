import { describe, expect, it } from 'vitest';
import { command } from '../../../test/command.ts';
import { smallProject, temporaryProject } from '../../../test/temporary-project.ts';

describe('eventwright topics apply', () => {
  it('ends with 4 where no broker answers', async () => {
    const root = await temporaryProject(smallProject);
    const { exitCode, stdout, stderr } = await command(root, 'topics', 'apply', '--brokers', '127.0.0.1:1', '--quiet');
    expect([exitCode, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^Kafka at 127\.0\.0\.1:1 failed: .*\nIs it running there\?/);
  });

  it('touches no broker where the contracts are broken', async () => {
    const root = await temporaryProject({ ...smallProject, 'asyncapi/order-placed.v1.avsc': '{}' });
    const { exitCode, stderr } = await command(root, 'topics', 'apply', '--brokers', '127.0.0.1:1', '--quiet');
    expect([exitCode, stderr]).toEqual([3, '']);
  });
});
