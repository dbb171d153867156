import { problemSeverities } from '@eventwright/avro';
import { changeSeverities } from './check/changes/check-changes.ts';
import { lintSeverities } from './check/lint/lint-rules.ts';
import { rules } from './check/rules.ts';

/** Of findings made before there is a model to check: by reading the configuration and the contracts, and by building the model. */
const beforeRules = [
  'ASYNCAPI_VERSION_UNSUPPORTED',
  'CHANNEL_ADDRESS_MISSING',
  'CHANNEL_CONFLICT',
  'CHANNEL_PARAMETER_UNKNOWN',
  'COMPATIBILITY_LEVEL_UNKNOWN',
  'CONFIG_INVALID',
  'CONFIG_KEY_UNKNOWN',
  'CONTRACTS_EMPTY',
  'ERROR_CLASS_INVALID',
  'FAILURE_POLICY_MISPLACED',
  'FILE_UNREADABLE',
  'HEADER_TYPE_UNSUPPORTED',
  'LOCK_INVALID',
  'MESSAGE_KEY_MISSING',
  'MESSAGE_KEY_UNSUPPORTED',
  'OPERATION_ACTION_UNKNOWN',
  'OPERATION_MESSAGE_NOT_IN_CHANNEL',
  'PAYLOAD_UNSUPPORTED',
  'PUBLIC_FIELDS_INVALID',
  'RETRY_POLICY_INVALID',
  'SCHEMA_UNNAMED',
  'YAML_INVALID',
];

/** Of `eventwright registry verify`. */
const registryRules = [
  'REGISTRY_LEVEL_DIFFERS',
  'REGISTRY_SCHEMA_DIFFERS',
  'REGISTRY_SUBJECT_MISSING',
  'REGISTRY_VERSION_EXTRA',
  'REGISTRY_VERSION_MISSING',
];

/** Of `eventwright compat`: what changed, and what is wrong with the waivers that let changes through. */
export const changeRuleIds: readonly string[] = [
  ...changeSeverities.keys(),
  'VERSION_NOT_MAJOR',
  'WAIVER_EXPIRED',
  'WAIVER_INVALID',
  'WAIVER_UNUSED',
];

/** Of `eventwright lint`. */
export const lintRuleIds: readonly string[] = [...lintSeverities.keys()];

/** Every rule id that a finding of ours can have; those of the official AsyncAPI parser begin with `ASYNCAPI`. */
export const ruleIds: readonly string[] = [
  ...Object.keys(problemSeverities),
  ...rules.map(({ id }) => id),
  ...beforeRules,
  ...registryRules,
  ...changeRuleIds,
  ...lintRuleIds,
].sort();
