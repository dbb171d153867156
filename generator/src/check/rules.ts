import type { Rule } from './rule.ts';
import { applicationNameDuplicate } from './rules/application-name-duplicate.ts';
import { channelParameterInvalid } from './rules/channel-parameter-invalid.ts';
import { channelTopicsTooMany } from './rules/channel-topics-too-many.ts';
import { clientMemberCollision } from './rules/client-member-collision.ts';
import { contentTypeDiffers } from './rules/content-type-differs.ts';
import { exampleInvalid } from './rules/example-invalid.ts';
import { generatedNameCollision } from './rules/generated-name-collision.ts';
import { longBoundsUnusable } from './rules/long-bounds-unusable.ts';
import { messageNameDiffers } from './rules/message-name-differs.ts';
import { messageNameDuplicate } from './rules/message-name-duplicate.ts';
import { nameInvalid } from './rules/name-invalid.ts';
import { operationChannelUnknown } from './rules/operation-channel-unknown.ts';
import { payloadVersionOld } from './rules/payload-version-old.ts';
import { publicFieldPersonal } from './rules/public-field-personal.ts';
import { publicFieldUnknown } from './rules/public-field-unknown.ts';
import { referenceUnknown } from './rules/reference-unknown.ts';
import { replyMismatch } from './rules/reply-mismatch.ts';
import { replyUnusable } from './rules/reply-unusable.ts';
import { subjectStrategyDiffers } from './rules/subject-strategy-differs.ts';
import { topicConflict } from './rules/topic-conflict.ts';
import { topicKeyConflict } from './rules/topic-key-conflict.ts';
import { topicNameInvalid } from './rules/topic-name-invalid.ts';
import { wireFormatUnsupported } from './rules/wire-format-unsupported.ts';

/** Every rule over the whole of the contracts. A new one is a file in `rules/`, a line here and a fixture. */
export const rules: readonly Rule[] = [
  applicationNameDuplicate,
  channelParameterInvalid,
  channelTopicsTooMany,
  clientMemberCollision,
  contentTypeDiffers,
  exampleInvalid,
  generatedNameCollision,
  longBoundsUnusable,
  messageNameDiffers,
  messageNameDuplicate,
  nameInvalid,
  operationChannelUnknown,
  payloadVersionOld,
  publicFieldPersonal,
  publicFieldUnknown,
  referenceUnknown,
  replyMismatch,
  replyUnusable,
  subjectStrategyDiffers,
  topicConflict,
  topicKeyConflict,
  topicNameInvalid,
  wireFormatUnsupported,
];
