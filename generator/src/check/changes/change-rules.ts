import type { ChangeRule } from './change-rule.ts';
import { applicationRemoved } from './rules/application-removed.ts';
import { channelAddressChanged } from './rules/channel-address-changed.ts';
import { channelRemoved } from './rules/channel-removed.ts';
import { channelServersShortened } from './rules/channel-servers-shortened.ts';
import { cleanupPolicyChanged } from './rules/cleanup-policy-changed.ts';
import { compatibilityLowered } from './rules/compatibility-lowered.ts';
import { contentTypeChanged } from './rules/content-type-changed.ts';
import { correlationIdChanged } from './rules/correlation-id-changed.ts';
import { headerOptional } from './rules/header-optional.ts';
import { headerRemoved } from './rules/header-removed.ts';
import { headerRequired } from './rules/header-required.ts';
import { headerTypeChanged } from './rules/header-type-changed.ts';
import { headerValuesChanged } from './rules/header-values-changed.ts';
import { keyChanged } from './rules/key-changed.ts';
import { messageAdded } from './rules/message-added.ts';
import { messageNotReceived } from './rules/message-not-received.ts';
import { messageNotSent } from './rules/message-not-sent.ts';
import { messageRenamed } from './rules/message-renamed.ts';
import { operationChanged } from './rules/operation-changed.ts';
import { operationRemoved } from './rules/operation-removed.ts';
import { parameterValuesChanged } from './rules/parameter-values-changed.ts';
import { partitionsChanged } from './rules/partitions-changed.ts';
import { replicasLowered } from './rules/replicas-lowered.ts';
import { replyChanged } from './rules/reply-changed.ts';
import { retentionShortened } from './rules/retention-shortened.ts';
import { schemaFormatChanged } from './rules/schema-format-changed.ts';
import { serverChanged } from './rules/server-changed.ts';
import { serverRemoved } from './rules/server-removed.ts';
import { subjectChanged } from './rules/subject-changed.ts';
import { wireFormatChanged } from './rules/wire-format-changed.ts';

/** Every rule over changes. A new one is a file in `rules/`, a line here and a fixture. */
export const changeRules: readonly ChangeRule[] = [
  applicationRemoved,
  channelAddressChanged,
  channelRemoved,
  channelServersShortened,
  cleanupPolicyChanged,
  compatibilityLowered,
  contentTypeChanged,
  correlationIdChanged,
  headerOptional,
  headerRemoved,
  headerRequired,
  headerTypeChanged,
  headerValuesChanged,
  keyChanged,
  messageAdded,
  messageNotReceived,
  messageNotSent,
  messageRenamed,
  operationChanged,
  operationRemoved,
  parameterValuesChanged,
  partitionsChanged,
  replicasLowered,
  replyChanged,
  retentionShortened,
  schemaFormatChanged,
  serverChanged,
  serverRemoved,
  subjectChanged,
  wireFormatChanged,
];
