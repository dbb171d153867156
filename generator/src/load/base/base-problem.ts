/** Why a base cannot be read, where its surroundings are to blame and not its contracts. */
export class BaseProblem extends Error {
  /** What to do about it. */
  readonly help: string;

  constructor(message: string, help: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'BaseProblem';
    this.help = help;
  }
}
