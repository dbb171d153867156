import type { ProjectionContext } from './projection.ts';
import type { HandleTogether } from './together.ts';

/** Where events come from: a partition of a topic, or a store. */
export interface SourcePlace {
  /** Topic, or the name of a store. */
  readonly source: string;
  readonly partition: number;
}

/** How far a source is read: what comes next. */
export interface SourcePosition extends SourcePlace {
  /** First offset that is still to be read; of a store, the number of the last event. */
  readonly next: bigint;
  /** Of a store, the transaction of the last event; else 0. */
  readonly transaction: bigint;
}

/** An event, or something that no handler wants, with where the source goes on behind it. */
export interface SourceRecord extends SourcePosition {
  /** When it was appended, in milliseconds since the epoch. */
  readonly logTime: number;
  readonly event: ProjectedEvent | undefined;
  /** Of a record that nobody can read. */
  readonly unreadable?: unknown;
}

export interface ProjectedEvent {
  readonly id: string;
  /** For messages. */
  readonly place: string;
  apply(ctx: ProjectionContext): Promise<void>;
  /** The event as its handler gets it, where that takes several at a time. */
  readonly run?: { readonly handle: HandleTogether; readonly event: unknown } | undefined;
}

/** What one build of a projection reads. */
export interface Source {
  /** Events in the order of their source, at most so many; none where there is nothing for now. Waits a moment for some. */
  take(limit: number, signal: AbortSignal): Promise<readonly SourceRecord[]>;
  /** Everything taken so far is settled. */
  settled(positions: readonly SourcePosition[]): void;
  /** Whether nothing of the place would be missed: it is being read, or is none of this source's. */
  reads(place: SourcePlace): boolean;
  /** Records that are not settled yet; undefined where that is not known. */
  behind(): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface OpenSource {
  /** Nobody else has it; the same each time this build is opened. */
  readonly group: string;
  readonly positions: readonly SourcePosition[];
  /** Reading has ended for good. */
  failed(error: Error): void;
}

/** Opens a source from where a build stands. */
export interface ProjectionSource {
  /** The places that it may read; `reached` refuses others. */
  reads(source: string): boolean;
  open(options: OpenSource): Promise<Source>;
  /** The same event may come twice, under two places. */
  readonly repeats: boolean;
}

export const placeKey = ({ source, partition }: SourcePlace): string => `${source} ${partition}`;
