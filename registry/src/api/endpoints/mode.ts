import { isJsonObject } from '../../core/json-fields.ts';
import { type Mode, parseMode } from '../../core/mode.ts';
import { contextOf, globalContext, isValidSubject, parseSubject, printSubject } from '../../core/qualified-subject.ts';
import {
  invalidMode,
  invalidSubject,
  RegistryError,
  subjectModeNotFound,
  subjectNotFound,
} from '../../core/registry-error.ts';
import { setMode } from '../../core/set-mode.ts';
import { effectiveMode, ownMode, settingsScope } from '../../core/settings.ts';
import type { State } from '../../core/state.ts';
import { type Answer, type Call, flag } from '../endpoint.ts';

export function getMode(call: Call): Answer {
  const scope = scopeOf(call);
  const mode = flag(call, 'defaultToGlobal') ? effectiveMode(call.state, scope) : ownMode(call.state, scope);
  if (mode === undefined) throw subjectModeNotFound(String(scope));
  return { body: { mode } };
}

export function putMode(call: Call): Answer {
  const scope = scopeOf(call);
  if (scope !== null && !isValidSubject(scope, true)) throw invalidSubject(scope);
  const mode = modeOf(call);
  if (mode === 'FORWARD' && scope !== printSubject({ context: globalContext, name: '' })) {
    throw invalidMode('Forward mode only supported on global level');
  }
  const entries = setMode(call.state, { subject: scope, mode }, { force: flag(call, 'force') });
  return { body: { mode }, entries };
}

/** Answers with the mode that was deleted; with `recursive` those of a context's subjects go too, whether it had one or not. */
export function deleteMode(call: Call): Answer {
  const scope = scopeOf(call);
  const recursive = flag(call, 'recursive');
  const mode = ownMode(call.state, scope);
  if (mode === undefined && !recursive) throw subjectNotFound(String(scope));
  const below = recursive ? modesBelow(call.state, scope) : [];
  return {
    body: { mode: mode ?? null },
    entries: [scope, ...below].map((subject) => ({ kind: 'mode', subject, mode: null })),
  };
}

/** Subjects with modes of their own in a context, none where a subject is given. */
function modesBelow({ modes }: State, scope: string | null): readonly (string | null)[] {
  const { context, name } = parseSubject(scope ?? '');
  if (name !== '') return [];
  return [...modes.keys()].filter((subject) => subject !== scope && contextOf(subject ?? '') === context);
}

function scopeOf({ parameters }: Call): string | null {
  const subject = parameters.get('subject');
  return subject === undefined ? null : settingsScope(subject);
}

/** Null clears the mode. */
function modeOf({ body }: Call): Mode | null {
  if (!isJsonObject(body)) throw new RegistryError(422, 'The request body must be an object with a mode');
  if (body['mode'] === null) return null;
  const mode = typeof body['mode'] === 'string' ? parseMode(body['mode']) : undefined;
  if (mode === undefined) throw invalidMode();
  return mode;
}
