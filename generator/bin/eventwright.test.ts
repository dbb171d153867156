import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const launcher = fileURLToPath(new URL('./eventwright.js', import.meta.url));

const launch = (...nodeOptions: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, launcher, '--version'], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};

/** Makes Node say that it is another version, as an older one would. */
const pretend = (version: string): string =>
  `--import=data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;

describe('the launcher', () => {
  it('runs the command', () => {
    expect(launch()).toEqual({ status: 0, stdout: `${packageJson.version}\n`, stderr: '' });
  });

  it.each(['20.20.2', '22.17.9', '8.0.0'])('tells Node %s what to do instead of failing on its syntax', (version) => {
    const { status, stdout, stderr } = launch(pretend(version));
    expect([status, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(
      new RegExp(`^eventwright: Node >= 22\\.18 needed, this is v${version} \\(.*\\)\\.\nInstall a newer`),
    );
  });

  it.each(['22.18.0', '24.0.0', '100.1.0'])('is content with Node %s', (version) => {
    expect(launch(pretend(version)).status).toBe(0);
  });
});
