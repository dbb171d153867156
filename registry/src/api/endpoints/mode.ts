import { isJsonObject } from '../../core/json-fields.ts';
import { type Mode, parseMode } from '../../core/mode.ts';
import { globalContext, isValidSubject, printSubject } from '../../core/qualified-subject.ts';
import {
  invalidMode,
  invalidSubject,
  RegistryError,
  subjectModeNotFound,
  subjectNotFound,
} from '../../core/registry-error.ts';
import { setMode } from '../../core/set-mode.ts';
import { effectiveMode, settingsScope } from '../../core/settings.ts';
import { type Answer, type Call, flag } from '../endpoint.ts';

export function getMode(call: Call): Answer {
  const scope = scopeOf(call);
  const own = call.state.modes.get(scope);
  if (own === undefined && scope !== null && !flag(call, 'defaultToGlobal')) throw subjectModeNotFound(scope);
  return { body: { mode: own ?? effectiveMode(call.state, scope) } };
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

/** Answers with the mode that was deleted. */
export function deleteMode(call: Call): Answer {
  const scope = scopeOf(call);
  const own = call.state.modes.get(scope);
  if (own === undefined && scope !== null) throw subjectNotFound(scope);
  return {
    body: { mode: own ?? effectiveMode(call.state, scope) },
    entries: [{ kind: 'mode', subject: scope, mode: null }],
  };
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
