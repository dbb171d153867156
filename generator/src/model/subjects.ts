import type { Channel, Message } from './contract-model.ts';

/** Subject of a value: topic and record name, since one topic carries several event types. */
export const valueSubject = (channel: Channel, message: Message): string =>
  `${channel.address}-${message.payload.name}`;

/** Subject of a key: all messages of a topic share the key's schema. */
export const keySubject = (channel: Channel): string => `${channel.address}-key`;
