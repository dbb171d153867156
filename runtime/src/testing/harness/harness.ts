import type { ReceivedEvent, Send } from '../../core/application.ts';
import type { Logger } from '../../core/client.ts';
import type { Database } from '../../core/database.ts';
import type { SchemaRegistry } from '../../core/schema-registry.ts';
import type { Transport } from '../../core/transport.ts';
import type { Wait } from '../../core/wait.ts';
import type { OpenDelivery } from '../../delivery/open-delivery.ts';
import type { ContractMessage } from '../contract.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { DeadLetter } from './dead-letter.ts';

export interface HarnessOptions {
  /** How long nothing may happen while something is waited for, in milliseconds. Default 4,000. */
  readonly inactivityTimeout?: number;
  /**
   * Whether clients get delivery, on a PostgreSQL within the process: handlers then run in transactions, and what they
   * send goes by the outbox. Default false.
   */
  readonly delivery?: boolean;
  /** Whether there is a database without delivery, for services that open delivery themselves, or need none. */
  readonly database?: boolean;
  /**
   * The clock of the clients, of the log and of the database, which `advance` moves. Default: the real one. What is waited
   * for in a test ends by the real one in any case.
   */
  readonly clock?: VirtualClock;
}

/** The message as a handler gets it. */
export type EventOf<Message> =
  Message extends ContractMessage<infer Value, infer _Input, infer Key, infer _KeyInput, infer Headers, infer _Params>
    ? ReceivedEvent<Value, Key, Headers>
    : never;

type SendOf<Message> =
  Message extends ContractMessage<
    infer _Value,
    infer ValueInput,
    infer _Key,
    infer KeyInput,
    infer Headers,
    infer Params
  >
    ? Send<ValueInput, KeyInput, Headers, Params>
    : never;

/** A message on the log, by the name under which clients send it. */
export type SeenMessage<Messages> = {
  [Name in keyof Messages]: { readonly name: Name; readonly event: EventOf<Messages[Name]> };
}[keyof Messages];

/**
 * An engine in memory, with the topics and schemas of the contracts, the real codec and the real pipeline. It has what a
 * client takes (`createShipping(harness)`), so clients of any application run on it, and sees what they do.
 *
 * What waits ends with `NOT_OBSERVED` once nothing has happened for the inactivity timeout; the message tells what did.
 */
export interface Harness<Messages extends object> {
  readonly transport: Transport;
  readonly registry: SchemaRegistry;
  /** Keeps warnings and errors for those messages. */
  readonly log: Logger;
  readonly now: () => Date;
  readonly wait: Wait;
  /** With the option `delivery` only. Clients take it as they find it. */
  readonly delivery?: OpenDelivery;
  /** For the tables of services. Without one of the two options its use rejects with `CONFIGURATION_INVALID`. */
  readonly database: Database;
  /** Sends any message, in the place of the applications that do not run. */
  readonly send: { readonly [Name in keyof Messages]: SendOf<Messages[Name]> };
  /** Waits for the message to be on the log, and returns the first that fits. */
  sent<Name extends keyof Messages>(
    name: Name,
    fits?: (event: EventOf<Messages[Name]>) => boolean,
  ): Promise<EventOf<Messages[Name]>>;
  /**
   * Waits until everybody who runs and receives the message is done with it, and returns the first that fits. Rejects at
   * once where somebody has given it up.
   */
  consumed<Name extends keyof Messages>(
    name: Name,
    fits?: (event: EventOf<Messages[Name]>) => boolean,
  ): Promise<EventOf<Messages[Name]>>;
  /**
   * Waits until everybody who runs is done with everything: what waits for a later try is not, what waits behind a dead
   * letter for somebody to redrive it is.
   */
  settled(): Promise<void>;
  /** All messages on the log, oldest first, once everybody is done with everything. */
  messages(): Promise<readonly SeenMessage<Messages>[]>;
  /** What was given up, oldest first, once everybody is done with everything. */
  deadLetters(): Promise<readonly DeadLetter[]>;
  /**
   * Lets so many milliseconds pass on the clock of the harness: whoever waits for less goes on, one after the other, and
   * does what needs no time. Rejects with `CONFIGURATION_INVALID` where the clock is the real one.
   */
  advance(milliseconds: number): Promise<void>;
  /** Ends what still receives, and forgets everything. */
  close(): Promise<void>;
}
