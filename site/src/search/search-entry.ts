/** Something that can be found. */
export interface SearchEntry {
  readonly id: number;
  readonly kind: 'event' | 'service' | 'topic' | 'type' | 'field' | 'team' | 'guide' | 'word' | 'command' | 'error';
  readonly title: string;
  /** What it is about, shown beside it and searched. */
  readonly about: string;
  /** Searched and not shown: what it is called elsewhere, what it has. */
  readonly more: string;
  readonly path: string;
}
