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
   * A part of a document has the keys that matter; the tests complete it. What is only described cannot be written down,
   * such as a file that is no text.
   */
  readonly kind: 'whole' | 'part' | 'described';
  readonly text: string;
}

/** The keys of an AsyncAPI document that matter. */
export const part = (text: string): Example => ({ files: [{ name: 'asyncapi/orders.yaml', kind: 'part', text }] });

/** A schema file as a whole. */
export const schema = (text: string): Example => whole({ 'asyncapi/order-placed.v1.avsc': text });

/** Files as a whole, by name. */
export const whole = (files: Readonly<Record<string, string>>): Example => ({
  files: Object.entries(files).map(([name, text]) => ({ name, kind: 'whole', text })),
});

export const described = (text: string): Example => ({ files: [{ name: '', kind: 'described', text }] });

/** Several examples as one, such as a part of a document with the schema that it is about. */
export const together = (...examples: readonly Example[]): Example => ({
  files: examples.flatMap(({ files }) => files),
});
