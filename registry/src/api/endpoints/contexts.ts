import { contextPrefix, parseSubject } from '../../core/qualified-subject.ts';
import { contextNotEmpty } from '../../core/registry-error.ts';
import { contextNames } from '../../core/state.ts';
import { hasVersions } from '../../core/versions.ts';
import { type Answer, type Call, page, parameter } from '../endpoint.ts';

export function listContexts(call: Call): Answer {
  const prefix = call.query.get('contextPrefix') ?? '';
  return {
    body: page(
      call,
      contextNames(call.state).filter((context) => context.startsWith(prefix)),
    ),
  };
}

/** Takes a context without versions, deleted ones too, from the list of contexts. */
export function removeContext(call: Call): Answer {
  const prefix = contextPrefix(parameter(call, 'context'));
  if (hasVersions(call.state, prefix, { deleted: true })) throw contextNotEmpty(prefix);
  const { context } = parseSubject(prefix);
  return { status: 204, text: '', entries: prefix === '' ? [] : [{ kind: 'context-removed', context }] };
}
