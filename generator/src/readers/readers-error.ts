/** Why readers cannot be looked for, and what to do about it. */
export class ReadersError extends Error {
  readonly help: string;

  constructor(message: string, { help, ...options }: ErrorOptions & { readonly help: string }) {
    super(message, options);
    this.name = 'ReadersError';
    this.help = help;
  }
}
