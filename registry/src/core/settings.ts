import type { CompatibilityLevel } from '@eventwright/avro';
import { type Config, emptyConfig } from './config.ts';
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

/**
 * The settings that hold for a subject, a `:.context:`, or for the whole registry by null. As in Confluent's registry,
 * a scope with settings of its own takes no level from above: where it sets none, the level that the registry was
 * started with holds. It inherits what validates and normalizes from the settings of the whole registry.
 */
export function effectiveConfig(state: State, subject: string | null): EffectiveConfig {
  const own = ownConfig(state, subject);
  if (own === undefined || (subject === null && !state.configs.has(null))) return inheritedConfig(state, subject);
  const whole = state.configs.get(null) ?? emptyConfig;
  return {
    ...own,
    normalize: own.normalize ?? whole.normalize,
    validateFields: own.validateFields ?? whole.validateFields,
    validateNewSchemas: own.validateNewSchemas ?? whole.validateNewSchemas,
    validateRules: own.validateRules ?? whole.validateRules,
    compatibilityPolicy: own.compatibilityPolicy ?? whole.compatibilityPolicy,
    compatibilityGroup: own.compatibilityGroup ?? whole.compatibilityGroup,
  };
}

/** What was set in this very scope, with its level; the registry and its global context always have settings. */
export function ownConfig(state: State, subject: string | null): EffectiveConfig | undefined {
  const config = state.configs.get(subject);
  if (config !== undefined) return withLevel(state, config);
  return isTop(subject) ? withLevel(state, emptyConfig) : undefined;
}

/** As `ownConfig`, of modes. */
export function ownMode(state: State, subject: string | null): Mode | undefined {
  return state.modes.get(subject) ?? (isTop(subject) ? 'READWRITE' : undefined);
}

export function effectiveMode(state: State, subject: string | null): Mode {
  const modes = [subject, ...scopesAbove(subject)].map((scope) => state.modes.get(scope));
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

const globalScope = printSubject({ context: globalContext, name: '' });

function isTop(subject: string | null): boolean {
  return subject === null || contextOf(subject) === globalContext;
}

function withLevel(state: State, config: Config): EffectiveConfig {
  return { ...config, compatibility: config.compatibility ?? state.defaultCompatibility };
}

function inheritedConfig(state: State, subject: string | null): EffectiveConfig {
  const [nearest = emptyConfig] = scopesAbove(subject).flatMap((scope) => state.configs.get(scope) ?? []);
  return withLevel(state, nearest);
}

/** Where settings are looked for that a scope itself does not have, the nearest first. */
function scopesAbove(subject: string | null): readonly (string | null)[] {
  if (subject === null) return [globalScope];
  const { context } = parseSubject(subject);
  return [context === defaultContext ? null : printSubject({ context, name: '' }), globalScope];
}
