import type { CompatibilityLevel } from '@eventwright/avro';
import type { Config } from './config.ts';
import { isReadOnly, type Mode } from './mode.ts';
import {
  contextOf,
  defaultContext,
  globalContext,
  normalizeSubject,
  parseSubject,
  printSubject,
} from './qualified-subject.ts';
import { notPermitted } from './registry-error.ts';
import type { State } from './state.ts';

/** Settings that hold for a subject, everything inherited filled in. */
export interface EffectiveConfig extends Config {
  readonly compatibility: CompatibilityLevel;
}

/** The settings that hold for a subject, a `:.context:`, or for the whole registry by null. */
export function effectiveConfig(state: State, subject: string | null): EffectiveConfig {
  const configs = scopesOf(subject).flatMap((scope) => state.configs.get(scope) ?? []);
  const first = <Key extends keyof Config>(key: Key): Config[Key] | undefined =>
    configs.find((config) => config[key] !== undefined)?.[key];
  return {
    compatibility: first('compatibility') ?? state.defaultCompatibility,
    compatibilityGroup: first('compatibilityGroup'),
    normalize: first('normalize'),
    validateFields: first('validateFields'),
    alias: state.configs.get(subject)?.alias,
  };
}

export function effectiveMode(state: State, subject: string | null): Mode {
  const modes = scopesOf(subject).map((scope) => state.modes.get(scope));
  return modes.find((mode) => mode !== undefined) ?? 'READWRITE';
}

/** Throws 42205 where the subject, its context or the registry is read-only. */
export function requireWritable(state: State, subject: string | null): void {
  if (!isReadOnly(effectiveMode(state, subject))) return;
  throw notPermitted(`Subject ${subject} in context ${contextName(subject)} is in read-only mode`);
}

/** As messages name a context: empty for the default one. */
export function contextName(subject: string | null): string {
  const context = contextOf(subject ?? '');
  return context === defaultContext ? '' : printSubject({ context, name: '' });
}

/** The subject of a settings path: null where the whole registry is meant. */
export function settingsScope(subject: string): string | null {
  const normal = normalizeSubject(subject);
  return normal === '' ? null : normal;
}

/** Where settings are looked for, the nearest first. */
function scopesOf(subject: string | null): readonly (string | null)[] {
  const global = printSubject({ context: globalContext, name: '' });
  if (subject === null) return [null, global];
  const { context } = parseSubject(subject);
  return [subject, context === defaultContext ? null : printSubject({ context, name: '' }), global];
}
