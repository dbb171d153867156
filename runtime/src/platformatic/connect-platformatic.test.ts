import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { connectPlatformatic } from './connect-platformatic.ts';

const execute = promisify(execFile);

describe('connectPlatformatic', () => {
  it('rejects, naming the brokers, where none answers', async () => {
    await expect(connectPlatformatic({ brokers: ['127.0.0.1:1'], clientId: 'test' })).rejects.toMatchObject({
      code: 'TRANSPORT_FAILED',
      message: expect.stringContaining('no broker of 127.0.0.1:1 answers'),
    });
  });

  it.each([[[]], [['localhost']], [['127.0.0.1:9092', 'broker two:9092']]])(
    'refuses the brokers %j',
    async (brokers) => {
      await expect(connectPlatformatic({ brokers, clientId: 'test' })).rejects.toThrow(
        '[CONFIGURATION_INVALID] Kafka brokers are given as host:port',
      );
    },
  );

  it('says what to do where the package is not installed', async () => {
    const folder = await temporaryFolder();
    for (const part of ['core', 'partitions', 'platformatic']) {
      await cp(join(import.meta.dirname, '..', part), join(folder, part), { recursive: true });
    }
    const script = `
      import { connectPlatformatic } from './platformatic/index.ts';
      await connectPlatformatic({ brokers: ['127.0.0.1:1'], clientId: 'test' }).catch(({ message }) => console.log(message));
    `;
    const { stdout } = await execute(process.execPath, ['--input-type=module-typescript', '-e', script], {
      cwd: folder,
    });
    expect(stdout).toContain('[CONFIGURATION_INVALID] the package @platformatic/kafka is not installed: npm install');
  });
});
