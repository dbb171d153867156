import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { runBash } from './composite-action.ts';
import { hostedShop, shallowCheckout } from './pull-request.ts';

// A run starts eventwright through npx.
vi.setConfig({ testTimeout: 120_000 });

/** What installs is left out: packages are there. */
const isInstall = (line: string): boolean => line === 'npm ci';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const workflow: Workflow = parse(readFileSync('ci/github-pages.yml', 'utf8'));

/** Runs lines of a shell in a checkout of a shop and returns its folder. */
async function inCheckout(lines: readonly string[]): Promise<string> {
  const checkout = await shallowCheckout(await hostedShop(), 'main');
  const argv = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', lines.join('\n')];
  const { exitCode, log } = await runBash(argv, { cwd: checkout, env: {} });
  expect([exitCode, log]).toEqual([0, expect.stringContaining('pages in')]);
  return checkout;
}

it('the workflow builds the site that it uploads', async () => {
  const steps = workflow.jobs['build']?.steps ?? [];
  const lines = steps.flatMap(({ run }) => (run === undefined || isInstall(run) ? [] : [run]));
  const upload = steps.find(({ uses }) => uses?.startsWith('actions/upload-pages-artifact@'));
  const site = join(await inCheckout(lines), String(upload?.with?.['path']));
  expect(readFileSync(join(site, 'index.html'), 'utf8')).toContain('<h1>');
  expect(existsSync(join(site, 'events/OrderPlaced.html'))).toBe(true);
});

it('the workflow gives each job the rights that it needs, and no more', () => {
  expect(workflow.permissions).toEqual({ contents: 'read' });
  expect(workflow.jobs['build']?.permissions).toBeUndefined();
  expect(workflow.jobs['deploy']).toMatchObject({
    needs: 'build',
    permissions: { pages: 'write', 'id-token': 'write' },
  });
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const checkout = steps.find(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkout?.with).toEqual({ 'fetch-depth': 0, 'persist-credentials': false });
  for (const { uses = 'actions/none@v1' } of steps) expect(uses).toMatch(/^actions\/[\w-]+@v\d+$/);
});

interface Instruction {
  readonly name: string;
  readonly text: string;
}

const instructionsOf = (containerfile: string): readonly Instruction[] =>
  containerfile.split('\n').flatMap((line) => {
    const { name = '', text = '' } = /^(?<name>[A-Z]+) (?<text>.+)$/.exec(line)?.groups ?? {};
    return name === '' ? [] : [{ name, text }];
  });

it('the image has the site that its first stage builds, and a server without rights', async () => {
  const text = await readFile('ci/docs.Containerfile', 'utf8');
  const instructions = instructionsOf(text);
  expect(text.split('\n').filter((line) => !/^(#.*|[A-Z]+ .+|)$/.test(line))).toEqual([]);
  const server = instructions.findLastIndex(({ name }) => name === 'FROM');
  const lines = instructions
    .slice(0, server)
    .flatMap(({ name, text: line }) => (name === 'RUN' && !isInstall(line) ? [line] : []));
  const built = /--out (\S+)/.exec(lines.join())?.[1] ?? '';
  const checkout = await inCheckout(lines.map((line) => line.replace(built, 'site')));
  expect(existsSync(join(checkout, 'site/index.html'))).toBe(true);

  const last = instructions.slice(server + 1);
  expect(last).toEqual([
    { name: 'COPY', text: expect.stringMatching(/^docs-nginx\.conf \/etc\/nginx\/conf\.d\/default\.conf$/) },
    { name: 'COPY', text: `--from=build ${built} /usr/share/nginx/html` },
    { name: 'USER', text: '101' },
    { name: 'EXPOSE', text: '8080' },
  ]);
});

it('the server serves the folder and the port of the image, and says what pages cannot', async () => {
  const text = await readFile('ci/docs-nginx.conf', 'utf8');
  const lines = text.split('\n').map((line) => line.trim());
  expect(lines).toEqual(
    expect.arrayContaining([
      'listen 8080;',
      'root /usr/share/nginx/html;',
      'server_tokens off;',
      `add_header Content-Security-Policy "frame-ancestors 'none'" always;`,
      'add_header X-Content-Type-Options nosniff always;',
      'add_header Cache-Control no-cache always;',
      'error_page 404 /404.html;',
    ]),
  );
  expect(text.match(/\{/g)?.length).toBe(text.match(/\}/g)?.length);
  expect(lines.filter((line) => !/^(#.*|.*[;{}]|)$/.test(line))).toEqual([]);
  // A header of a place would put out those of the server.
  expect(text.replaceAll(/location .*/g, '').match(/add_header/g)).toHaveLength(4);
});
