import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const eventwright = fileURLToPath(new URL('../../generator/bin/eventwright.js', import.meta.url));

/** `eventwright docs build` of the shop into a folder, as a user runs it. Rejects with what the command says where it fails. */
export async function buildShop(folder: string): Promise<void> {
  await promisify(execFile)(process.execPath, [eventwright, 'docs', 'build', '--out', folder, '--quiet'], {
    cwd: repository,
    timeout: 120_000,
  });
}
