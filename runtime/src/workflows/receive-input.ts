import type { Sql } from '../core/database.ts';
import { RuntimeError } from '../core/errors.ts';
import type { AnyCommand, AnyInput, CallableWorkflow } from './any-workflow.ts';
import { createInstance, type Instance, lockInstance, saveTransition, startedTimers } from './instance-rows.ts';
import { starts, type Transition, transition } from './transition.ts';
import { unknownInstance } from './unknown-instance.ts';
import type { Versions } from './versions.ts';

/** A transaction that an input is decided on in. */
export interface InputContext {
  readonly tx: Sql;
  /** The client's sends in this transaction. */
  readonly send: object;
  /** Timers were started, so many milliseconds from now. */
  started(soonest: number): void;
}

/**
 * Decides on an event: finds its instance or makes it, keeps it until the end of the transaction, and writes and sends
 * what follows. Throws what the definition wants done where there is no instance.
 */
export async function receiveEvent(
  versions: Versions,
  { key, input }: { readonly key: string; readonly input: AnyInput },
  context: InputContext,
): Promise<void> {
  const instance = await instanceFor(versions, { key, input }, context.tx);
  if (instance === undefined) return unknownInstance(versions.newest, key, input);
  await decideOn(versions, { instance, input }, context);
}

async function instanceFor(
  { newest }: Versions,
  { key, input }: { readonly key: string; readonly input: AnyInput },
  tx: Sql,
): Promise<Instance | undefined> {
  const place = { workflow: newest.name, key };
  if (!starts(newest, input.name) || input.kind !== 'event') return lockInstance(tx, place);
  const { version } = newest;
  // Most that start an instance find none. Who waited for somebody else to make it finds it then.
  const created = await createInstance(tx, { ...place, version, correlationId: input.correlationId });
  return created ?? lockInstance(tx, place);
}

/** Decides on the input of an instance that is kept for this transaction. */
export async function decideOn(
  versions: Versions,
  { instance, input }: { readonly instance: Instance; readonly input: AnyInput },
  context: InputContext,
): Promise<Transition> {
  const { key, n, at, moment } = instance;
  const workflow = versions.of(instance);
  const after = transition(workflow, moment, { key, n: n + 1, at, input });
  const due = [...startedTimers(after.outputs, at)];
  refuseIdleTimers(workflow, after, due);
  for (const output of after.outputs) if ('send' in output) await sendCommand(output, instance, { ...context, input });
  await saveTransition(context.tx, instance, { ...after, input });
  if (due.length > 0) context.started(Math.min(...due.map(([, time]) => time.getTime())) - at.getTime());
  return after;
}

/** A timer that the new status does not know would be stopped as it starts. */
function refuseIdleTimers(
  { name, version }: CallableWorkflow,
  { status, timers }: Transition,
  due: readonly (readonly [string, Date])[],
): void {
  const idle = due.find(([timer]) => !timers.includes(timer));
  if (idle === undefined) return;
  throw new RuntimeError(
    'WORKFLOW_INVALID',
    `${name} version ${version} starts the timer '${idle[0]}' and becomes '${status}', which does not list it. Add it to the transitions of '${status}'`,
  );
}

async function sendCommand(
  command: AnyCommand,
  { correlationId, causeId }: Instance,
  { send: sends, input }: InputContext & { readonly input: AnyInput },
): Promise<void> {
  const { send: name, ...message } = command;
  const send: unknown = Reflect.get(sends, name);
  if (typeof send !== 'function') {
    throw new RuntimeError(
      'WORKFLOW_INVALID',
      `The contract lets this application send no '${name}'. Generate anew, or send what it does`,
    );
  }
  // Where an event is handled, the client knows what it is caused by; a timer goes on with the flow that started it.
  const flow = {
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causeId === undefined ? {} : { causationId: causeId }),
  };
  await send(input.kind === 'event' ? message : { ...flow, ...message });
}
