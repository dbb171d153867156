/** What a customer is told. */
export interface Email {
  readonly subject: string;
  /** Plain text, lines ended by `\n`. */
  readonly text: string;
}
