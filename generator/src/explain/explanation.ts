/** What there is to say of a rule besides the finding: `eventwright explain`, SARIF and docs/errors.md are made of it. */
export interface Explanation {
  readonly id: string;
  /** What it means, in a sentence or two. */
  readonly what: string;
  /** Why that is worth a finding: what would happen otherwise. */
  readonly why: string;
  /** What to do about it. */
  readonly cure: string;
  /** Contracts that have the finding. */
  readonly bad: Example;
  /** The same without it. */
  readonly good: Example;
  /** Address of the specification that asks for it, where another than ours does. */
  readonly specification?: string;
}

/** Files, or parts of them, by the name to show. */
export interface Example {
  readonly files: readonly ExampleFile[];
}

export interface ExampleFile {
  readonly name: string;
  /**
   * A part of a document has the keys that matter, an excerpt the lines; the tests complete both. What is only described
   * cannot be written down, such as a file that is no text, or code.
   */
  readonly kind: 'whole' | 'part' | 'excerpt' | 'removed' | 'described';
  readonly text: string;
  /** Of a change: the file as it was, or as it is. Each excerpt of before is followed by what takes its place. */
  readonly state?: 'before' | 'after';
}

/** The keys of an AsyncAPI document that matter. */
export const part = (text: string): Example => ({ files: [{ name: 'asyncapi/orders.yaml', kind: 'part', text }] });

/** A schema file as a whole. */
export const schema = (text: string): Example => whole({ 'asyncapi/order-placed.v1.avsc': text });

/** Files as a whole, by name. */
export const whole = (files: Readonly<Record<string, string>>): Example => ({
  files: Object.entries(files).map(([name, text]) => ({ name, kind: 'whole', text })),
});

/** Lines of a file that change. */
export const change = (name: string, before: string, after: string): Example => ({
  files: [
    { name, kind: 'excerpt', text: before, state: 'before' },
    { name, kind: 'excerpt', text: after, state: 'after' },
  ],
});

/** A file that was not there before. */
export const added = (name: string, text: string): Example => ({
  files: [{ name, kind: 'whole', text, state: 'after' }],
});

/** A file that is not there any more. */
export const removed = (name: string): Example => ({
  files: [{ name, kind: 'removed', text: 'The file is gone.', state: 'after' }],
});

export const described = (text: string): Example => ({ files: [{ name: '', kind: 'described', text }] });

/** Several examples as one, such as a part of a document with the schema that it is about. */
export const together = (...examples: readonly Example[]): Example => ({
  files: examples.flatMap(({ files }) => files),
});

/** What stands above a file: its name, and of a change which state of it. */
export const titleOf = ({ name, state }: ExampleFile): string => (state === undefined ? name : `${name}, ${state}`);
