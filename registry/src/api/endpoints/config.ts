import type { JsonObject } from '@eventwright/avro';
import { type Config, configJson, updateConfig } from '../../core/config.ts';
import { isValidSubject } from '../../core/qualified-subject.ts';
import { invalidSubject, RegistryError, subjectConfigNotFound, subjectNotFound } from '../../core/registry-error.ts';
import { effectiveConfig, ownConfig, requireWritable, settingsScope } from '../../core/settings.ts';
import { type Answer, type Call, flag } from '../endpoint.ts';

export function getConfig(call: Call): Answer {
  const scope = scopeOf(call);
  const config = flag(call, 'defaultToGlobal') ? effectiveConfig(call.state, scope) : ownConfig(call.state, scope);
  if (config === undefined) throw subjectConfigNotFound(String(scope));
  return { body: levelJson(config) };
}

/** Changes what the body names and answers with all settings of this scope. */
export function putConfig(call: Call): Answer {
  const scope = scopeOf(call);
  if (scope !== null && !isValidSubject(scope, true)) throw invalidSubject(scope);
  if (call.body === undefined) throw new RegistryError(422, 'The request body must not be empty');
  const config = updateConfig(call.body, call.state.configs.get(scope));
  requireWritable(call.state, scope);
  return { body: configJson(config), entries: [{ kind: 'config', subject: scope, config }] };
}

/** Answers with the settings that were deleted. */
export function deleteConfig(call: Call): Answer {
  const scope = scopeOf(call);
  const config = ownConfig(call.state, scope);
  if (config === undefined) throw subjectNotFound(String(scope));
  requireWritable(call.state, scope);
  return { body: levelJson(config), entries: [{ kind: 'config', subject: scope, config: null }] };
}

function scopeOf({ parameters }: Call): string | null {
  const subject = parameters.get('subject');
  return subject === undefined ? null : settingsScope(subject);
}

/** Reading, the level has another name than when it is set. */
function levelJson(config: Config): JsonObject {
  const { compatibility, ...rest } = configJson(config);
  return { ...(compatibility === undefined ? {} : { compatibilityLevel: compatibility }), ...rest };
}
