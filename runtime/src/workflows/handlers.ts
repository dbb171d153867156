import type { HandlerContext } from '../core/application.ts';
import type { AnyEvent, AnyInput } from './any-workflow.ts';
import type { FailureNotes } from './failure-notes.ts';
import { checkedKey } from './instance-rows.ts';
import { receiveEvent } from './receive-input.ts';
import type { Versions } from './versions.ts';

interface HandlerSettings {
  /** A timer was started that is due in so many milliseconds. */
  readonly soon: (milliseconds: number) => void;
  readonly notes: FailureNotes;
}

/** A handler for each event that the workflow takes. */
export function workflowHandlers<Handlers extends object>(versions: Versions, settings: HandlerSettings): Handlers {
  const handlers = versions.inputs.map((name) => [name, handlerOf(versions, name, settings)]);
  // `key` of the definitions has each name of `Handlers`; what a handler takes is what its message is.
  return Object.fromEntries(handlers) as Handlers;
}

function handlerOf(versions: Versions, name: string, { soon, notes }: HandlerSettings) {
  return async (event: AnyEvent, ctx: HandlerContext<object>): Promise<void> => {
    const key = checkedKey(versions.keyOf(name)?.(event), versions.newest.name);
    const input = inputOf(name, event);
    try {
      await receiveEvent(versions, { key, input }, { tx: ctx.tx, send: ctx.send, started: soon });
    } catch (error) {
      notes.failed({ workflow: versions.newest.name, key, input, error });
      throw error;
    }
  };
}

function inputOf(name: string, { id, time, correlationId, key, value, headers }: AnyEvent): AnyInput {
  return { kind: 'event', name, id, time, correlationId, key, value, headers };
}
