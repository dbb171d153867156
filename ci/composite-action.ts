import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parse } from 'yaml';

// The host of composite actions cannot run here. This is the part of it that `action.yml` leans on, so that tests execute
// the very lines of that file: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax

export interface ActionStep {
  readonly name: string;
  readonly id?: string;
  readonly if?: string;
  readonly 'continue-on-error'?: boolean;
  readonly shell: string;
  readonly 'working-directory'?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

export interface Action {
  readonly name: string;
  readonly description: string;
  readonly branding: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

const actionFolder: string = resolve(import.meta.dirname, '..');

export async function readAction(): Promise<Action> {
  const action: Action = parse(await readFile(join(actionFolder, 'action.yml'), 'utf8'));
  return action;
}

export interface ActionRun {
  /** Of each step that has an id. */
  readonly outcomes: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly isFailed: boolean;
  /** What the steps have printed, annotations included. */
  readonly log: string;
  readonly summary: string;
}

interface ActionCall {
  readonly checkout: string;
  /** Inputs that are given; the others have their defaults. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Variables that the host sets. */
  readonly env: Readonly<Record<string, string>>;
  /** `github.token`. */
  readonly token: string;
}

interface StepState {
  outcome: string;
  outputs: Record<string, string>;
}

/** Runs the steps of `action.yml` one after the other, as the host would in a job that has checked out a repository. */
export async function runAction({ checkout, inputs, env, token }: ActionCall): Promise<ActionRun> {
  const action = await readAction();
  const github = { token };
  const defaults = Object.entries(action.inputs).map(([name, input]) => [name, filled(input.default, { github })]);
  const steps: Record<string, StepState> = {};
  const context = { github, inputs: { ...Object.fromEntries(defaults), ...inputs }, steps };
  const temporary = await mkdtemp(join(tmpdir(), 'eventwright-runner-'));
  const host = { ...env, RUNNER_TEMP: temporary, GITHUB_ACTION_PATH: actionFolder, GITHUB_WORKSPACE: checkout };
  let [log, summary, isFailed] = ['', '', false];
  for (const step of action.runs.steps) {
    const isRun = !isFailed && (step.if === undefined || evaluated(step.if, context) === true);
    const ended = isRun ? await runStep(step, { context, host, checkout }) : { ...noStep, outcome: 'skipped' };
    log += ended.log;
    summary += ended.summary;
    isFailed ||= ended.outcome === 'failure' && step['continue-on-error'] !== true;
    if (step.id !== undefined) steps[step.id] = { outcome: ended.outcome, outputs: ended.outputs };
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, context)]);
  const outcomes = Object.entries(steps).map(([id, { outcome }]) => [id, outcome]);
  return { outcomes: Object.fromEntries(outcomes), outputs: Object.fromEntries(outputs), isFailed, log, summary };
}

interface EndedStep extends StepState {
  readonly log: string;
  readonly summary: string;
}

const noStep: EndedStep = { outcome: '', outputs: {}, log: '', summary: '' };

interface StepWorld {
  readonly context: object;
  readonly host: Readonly<Record<string, string>>;
  readonly checkout: string;
}

async function runStep(step: ActionStep, { context, host, checkout }: StepWorld): Promise<EndedStep> {
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-step-'));
  const [script, output, summary] = [join(folder, 'script.sh'), join(folder, 'output'), join(folder, 'summary')];
  await writeFile(script, filled(step.run, context));
  for (const file of [output, summary]) await writeFile(file, '');
  const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value, context)]);
  const { exitCode, log } = await runBash(['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: resolve(checkout, filled(step['working-directory'] ?? '.', context)),
    env: { ...host, ...Object.fromEntries(own), GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
  });
  const lines = (await readFile(output, 'utf8')).split('\n').filter((line) => line !== '');
  const outputs = lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
  return {
    outcome: exitCode === 0 ? 'success' : 'failure',
    outputs: Object.fromEntries(outputs),
    log,
    summary: await readFile(summary, 'utf8'),
  };
}

/** Runs bash with nothing of this process's environment but the tools on its path. */
export async function runBash(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<{ readonly exitCode: number; readonly log: string }> {
  const home = await mkdtemp(join(tmpdir(), 'eventwright-home-'));
  await mkdir(join(home, 'cache'));
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const base = { PATH: path, HOME: home, npm_config_cache: join(home, 'cache'), npm_config_update_notifier: 'false' };
  const { promise, resolve: end } = Promise.withResolvers<{ exitCode: number; log: string }>();
  const child = execFile('bash', [...args], { cwd, env: { ...base, ...env } }, (_error, stdout, stderr) =>
    end({ exitCode: child.exitCode ?? 1, log: stdout + stderr }),
  );
  return promise;
}

/** Text with its expressions replaced by what they give. */
const filled = (text: string, context: object): string =>
  text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => String(evaluated(expression, context) ?? ''));

/**
 * The expressions of the host, as far as they are those of JavaScript too. A step without an outcome so far is an error
 * here, where the host takes it for an empty text.
 */
function evaluated(expression: string, context: object): unknown {
  const paths = expression.replaceAll(/\b(?:inputs|steps|github)(?:\.[\w-]+)+/g, (path) =>
    path
      .split('.')
      .map((name, index) => (index === 0 ? name : `[${JSON.stringify(name)}]`))
      .join(''),
  );
  const contains = (text: string, part: string): boolean => text.toLowerCase().includes(part.toLowerCase());
  return runInNewContext(paths, { ...context, contains });
}
