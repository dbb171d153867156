import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { command } from '../generator/test/command.ts';
import { git } from '../generator/test/temporary-repository.ts';
import { type CommentHost, startCommentHost } from './comment-host.ts';
import { type ActionRun, readAction, runAction } from './composite-action.ts';
import { breaking, eventFile, type Hosted, hostedShop, mergeOf, push, safe, shallowCheckout } from './pull-request.ts';

// A run starts eventwright four times, through npx.
vi.setConfig({ testTimeout: 120_000 });

let host: CommentHost;
beforeEach(async () => {
  host = await startCommentHost();
});
afterEach(() => host.close());

interface Run {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly token?: string;
  /** The head of the pull request instead of what a merge gives. */
  readonly isHead?: boolean;
}

const checkouts: string[] = [];

/** Runs the action on the pull request from `change` as it is now. */
async function onPullRequest(hosted: Hosted, { isHead = false, env, inputs = {}, token = 'may-write' }: Run = {}) {
  const merge = await mergeOf(hosted);
  const checkout = await shallowCheckout(hosted, isHead ? 'change' : merge);
  checkouts.push(checkout);
  const variables = {
    GITHUB_API_URL: host.url,
    GITHUB_REPOSITORY: 'shop/contracts',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: await eventFile({ pull_request: { number: 5 } }),
    GITHUB_SHA: merge,
    GITHUB_BASE_REF: hosted.base,
    ...env,
  };
  return runAction({ checkout, inputs, env: variables, token });
}

const rule = 'SCHEMA_READER_FIELD_MISSING_DEFAULT_VALUE';
const compatOnly = { checks: 'compat' };

/** Results of the SARIF file that the action names. */
function sarifResults({ outputs }: ActionRun): readonly { readonly ruleId: string }[] {
  const { runs } = JSON.parse(readFileSync(outputs['sarif'] ?? '', 'utf8'));
  return runs[0].results;
}

describe('the action on a pull request that breaks something', () => {
  it('runs all checks and fails, with annotations, a SARIF file, a summary and one comment, which follows', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', breaking);
    const first = await onPullRequest(hosted);
    expect(first.outcomes).toEqual({
      base: 'success',
      validate: 'success',
      lint: 'success',
      compat: 'failure',
      generate: 'success',
      result: 'failure',
    });
    expect(first.isFailed).toBe(true);
    expect(first.log).toMatch(/^::error file=asyncapi\/[\w.-]+,line=\d+,.*title=\w+::.*customer/m);
    expect(first.log).toContain('::error::Failed: compat.');
    expect(sarifResults(first).map(({ ruleId }) => ruleId)).toContain(rule);
    expect(first.summary).toMatch(/^<!-- eventwright compat -->\n/);
    expect(first.summary).toContain('hits **billing, which receives it (billing-team)** `asyncapi/billing.yaml:13`');
    expect(readFileSync(first.outputs['markdown'] ?? '', 'utf8')).toBe(first.summary);
    expect(host.comments.map(({ body }) => body)).toEqual([first.summary]);

    await push(hosted, 'change', safe);
    const second = await onPullRequest(hosted);
    expect([second.isFailed, second.log]).toEqual([false, expect.stringContaining('The comment is up to date.')]);
    expect(sarifResults(second).filter(({ ruleId }) => ruleId === rule)).toEqual([]);
    expect(host.comments.map(({ body }) => body)).toEqual([second.summary]);
    expect(host.calls.map((call) => call.split(' ')[0])).toEqual(['GET', 'POST', 'GET', 'PATCH']);
  });

  it.each([
    [
      'a token that may only read, as in a pull request from a fork',
      'read-only',
      'was answered with 403. The token may',
    ],
    ['no token', '', 'No comment: there is no token'],
  ])('says in one line why there is no comment: %s', async (_, token, line) => {
    const hosted = await hostedShop();
    await push(hosted, 'change', breaking);
    const { outcomes, log } = await onPullRequest(hosted, { token, inputs: compatOnly });
    expect(outcomes).toMatchObject({ compat: 'failure', result: 'failure' });
    expect(log.split('\n').filter((text) => text.startsWith('No comment: '))).toEqual([expect.stringContaining(line)]);
    expect(host.comments).toEqual([]);
  });

  it('takes no comment for its own that a stranger has marked, and finds its own behind a hundred others', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', breaking);
    const marked = '<!-- eventwright compat -->\n\nAll is well.';
    for (let index = 0; index < 120; index += 1) host.addStranger(marked);
    for (const _ of ['created', 'updated']) await onPullRequest(hosted, { inputs: compatOnly });
    expect(host.comments).toHaveLength(121);
    expect(host.comments.slice(0, 120).every(({ body }) => body === marked)).toBe(true);
  });

  it('runs the other checks where an early one fails', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', { 'asyncapi/order-placed.v1.avsc': '{ "type": "recrod" }\n' });
    const { outcomes, isFailed, log } = await onPullRequest(hosted, { inputs: { comment: 'false' } });
    const failed = { validate: 'failure', lint: 'failure', compat: 'failure', generate: 'failure', result: 'failure' };
    expect([outcomes, isFailed]).toEqual([{ base: 'success', ...failed }, true]);
    expect(log).toContain('Failed: validate lint compat generate.');
    expect(host.calls).toEqual([]);
  });
});

describe('the action on a pull request that breaks nothing', () => {
  it('passes, and has nothing to comment', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', { 'README.md': 'The shop\n' });
    const run = await onPullRequest(hosted);
    expect([run.isFailed, host.comments]).toEqual([false, []]);
    expect(run.log).toContain('No comment: there is nothing to say');
    expect(sarifResults(run)).toEqual([]);
  });

  it('runs what names of branches hold nowhere', async () => {
    const hosted = await hostedShop('release$(touch>pwned);`touch>pwned`');
    await push(hosted, 'change', { 'README.md': 'The shop\n' });
    const run = await onPullRequest(hosted, { isHead: true, inputs: compatOnly });
    expect([run.outcomes['base'], run.isFailed]).toEqual(['success', false]);
    expect(existsSync(join(checkouts.at(-1) ?? '', 'pwned'))).toBe(false);
  });

  it.each([
    ['the merge', false],
    ['the head, which the base has left behind', true],
  ])('blames it for nothing that the base got since: a checkout of %s', async (_, isHead) => {
    const hosted = await hostedShop();
    await push(hosted, 'change', { 'README.md': 'The shop\n' });
    await push(hosted, 'main', safe);
    const run = await onPullRequest(hosted, { isHead, inputs: compatOnly });
    expect([run.outcomes['compat'], sarifResults(run)]).toEqual(['success', []]);
    const main = await git(hosted.origin, 'rev-parse', 'main');
    const began = await git(hosted.origin, 'merge-base', 'change', 'main');
    expect(began).not.toBe(main);
    expect(run.log).toContain(`compat compares with git:${isHead ? began : main}`);
    // Of the merge no more is fetched than the one commit.
    expect(await git(checkouts.at(-1) ?? '', 'rev-parse', '--is-shallow-repository')).toBe(`${!isHead}\n`);
  });

  it('is not led astray by a branch whose last commit is a merge itself', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', breaking);
    await push(hosted, 'main', { 'README.md': 'The shop\n' });
    await git(hosted.origin, 'switch', '--quiet', 'change');
    await git(hosted.origin, 'merge', '--quiet', '--no-ff', '--message', 'Merge', 'main');
    const run = await onPullRequest(hosted, { isHead: true, inputs: compatOnly });
    expect(run.outcomes['compat']).toBe('failure');
  });
});

describe('the action elsewhere', () => {
  const onPush = { GITHUB_EVENT_NAME: 'push', GITHUB_BASE_REF: '' };

  it('compares with the last release where there is no pull request', async () => {
    const hosted = await hostedShop();
    await command(hosted.origin, 'release');
    await push(hosted, 'change', breaking);
    const run = await onPullRequest(hosted, {
      env: { ...onPush, GITHUB_EVENT_PATH: await eventFile({}) },
      inputs: compatOnly,
    });
    expect([run.outcomes['compat'], run.log]).toEqual(['failure', expect.stringContaining('compares with lock')]);
    expect(run.log).toContain('No comment: this is no pull request');
  });

  it('leaves compat out where nothing was ever released, and says so', async () => {
    const hosted = await hostedShop();
    const run = await onPullRequest(hosted, { env: onPush, inputs: compatOnly });
    expect([run.isFailed, run.outcomes['compat'], run.outputs]).toEqual([
      false,
      'skipped',
      { sarif: '', markdown: '' },
    ]);
    expect(run.log).toContain('compat has nothing to compare with');
  });

  it('compares a merge queue with what it goes on top of', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', breaking);
    const base = (await git(hosted.origin, 'rev-parse', 'main')).trim();
    const GITHUB_EVENT_PATH = await eventFile({ merge_group: { base_sha: base } });
    const run = await onPullRequest(hosted, { env: { ...onPush, GITHUB_EVENT_PATH }, inputs: compatOnly });
    expect([run.outcomes['compat'], run.log]).toEqual(['failure', expect.stringContaining(`git:${base}`)]);
  });

  it.each([
    ['a check that there is not', { checks: 'validate compatt' }, "'compatt' is no check; there are validate, lint"],
    ['a base of two lines', { against: 'git:main\nreports=/', checks: 'compat' }, "'against' must be one line"],
  ])('fails on %s', async (_, inputs, message) => {
    const run = await onPullRequest(await hostedShop(), { inputs: { ...inputs, command: 'true' } });
    expect([run.outcomes['base'], run.isFailed, run.log]).toEqual(['failure', true, expect.stringContaining(message)]);
  });

  it('keeps apart the comments of several configurations', async () => {
    const hosted = await hostedShop();
    await push(hosted, 'change', { ...breaking, 'packages/note.txt': 'A folder below that of the configuration.\n' });
    await onPullRequest(hosted, { inputs: compatOnly });
    await onPullRequest(hosted, { inputs: { ...compatOnly, 'working-directory': './packages/' } });
    expect(host.comments.map(({ body }) => body.split('\n')[0])).toEqual([
      '<!-- eventwright compat -->',
      '<!-- eventwright compat packages -->',
    ]);
  });
});

describe('action.yml', () => {
  it('has the keys that composite actions know, and no others', async () => {
    const action = await readAction();
    expect(Object.keys(action)).toEqual(['name', 'description', 'branding', 'inputs', 'outputs', 'runs']);
    expect([Object.keys(action.runs), action.runs.using]).toEqual([['using', 'steps'], 'composite']);
    const known = ['name', 'id', 'if', 'continue-on-error', 'shell', 'working-directory', 'env', 'run'];
    for (const step of action.runs.steps) {
      expect(Object.keys(step).filter((key) => !known.includes(key))).toEqual([]);
      expect(step.shell).toBe('bash');
    }
    for (const input of Object.values(action.inputs)) expect(Object.keys(input)).toEqual(['description', 'default']);
  });

  it('puts no expression into the text of a script', async () => {
    const { runs } = await readAction();
    expect(runs.steps.filter(({ run }) => run.includes('${{'))).toEqual([]);
  });

  it('uses every input that it takes, and takes every one that it uses', async () => {
    const { inputs } = await readAction();
    const text = readFileSync('action.yml', 'utf8');
    const used = new Set([...text.matchAll(/\binputs\.([\w-]+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(inputs).sort());
  });
});
