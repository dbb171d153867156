import type { Position } from '@eventwright/avro';
import type {
  Application,
  Channel,
  Header,
  Message,
  Operation,
  Parameter,
  Reply,
  Server,
} from '../model/contract-model.ts';

/** The file that records what was released; beside the configuration. */
export const lockName = 'eventwright.lock';

/**
 * What has been released. Of subjects and schemas it keeps all there ever was, by a fingerprint; of everything else what
 * the contracts said at the last release, by names. Each list is sorted. Positions are lines of the file, or of the
 * contracts where the lock was made of them just now.
 */
export interface Lock {
  readonly subjects: readonly LockedSubject[];
  readonly schemas: readonly LockedSchema[];
  readonly applications: readonly LockedApplication[];
  readonly servers: readonly LockedServer[];
  readonly operations: readonly LockedOperation[];
  readonly channels: readonly LockedChannel[];
  readonly messages: readonly LockedMessage[];
}

/** A schema version that was released under a subject. */
export interface LockedSubject {
  readonly subject: string;
  readonly version: number;
  /** Full Avro name, or the name of a primitive. */
  readonly schema: string;
  /** See `releaseFingerprint`. */
  readonly fingerprint: string;
  readonly position: Position;
}

/** A schema file that released schemas were made of. */
export interface LockedSchema {
  readonly name: string;
  readonly version: number;
  readonly file: string;
  /** See `definitionFingerprint`. */
  readonly fingerprint: string;
  readonly position: Position;
}

export type LockedApplication = Pick<Application, 'name' | 'version' | 'owner' | 'defaultContentType' | 'position'>;

export type LockedServer = Server & { readonly application: string };

export interface LockedOperation extends Pick<Operation, 'id' | 'action' | 'group' | 'position'> {
  readonly application: string;
  readonly channel: string;
  readonly messages: readonly string[];
  readonly reply: LockedReply | undefined;
}

export interface LockedReply extends Pick<Reply, 'location'> {
  readonly channel: string | undefined;
  readonly messages: readonly string[];
}

export interface LockedChannel extends Omit<Channel, 'description' | 'messages' | 'parameters'> {
  readonly messages: readonly string[];
  readonly parameters: readonly LockedParameter[];
}

export type LockedParameter = Pick<Parameter, 'name' | 'values' | 'default' | 'location'>;

export interface LockedMessage extends Pick<Message, 'name' | 'wire' | 'position'> {
  /** In words. */
  readonly deprecated: string | undefined;
  readonly payload: SchemaVersion;
  readonly key: SchemaVersion;
  readonly headers: readonly LockedHeader[];
}

/** A schema by its name. */
export interface SchemaVersion {
  readonly name: string;
  readonly version: number;
}

export type LockedHeader = Pick<Header, 'name' | 'type' | 'required' | 'values'>;
