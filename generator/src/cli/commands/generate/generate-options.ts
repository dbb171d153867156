/** Options of `eventwright generate` as the command line gives them. */
export interface GenerateOptions {
  /** Compare instead of writing; what differs is a failure. */
  readonly check?: boolean;
  /** Say what would be written, and write nothing. */
  readonly dryRun?: boolean;
  /** Show what would change line by line, and write nothing. */
  readonly diff?: boolean;
  /** A glob of generated files, below the output folder; others are left alone. */
  readonly only?: string;
  /** The output folder, instead of that of the configuration; relative to the working folder. */
  readonly out?: string;
  /** False by `--no-cache`. */
  readonly cache?: boolean;
  /** Print where the time went. */
  readonly stats?: boolean;
  /** Stay, and generate again after every change. */
  readonly watch?: boolean;
  /** A template of the AsyncAPI Generator to run instead: the name of a package, or a folder. */
  readonly template?: string;
  /** Of the template: `name=value`. */
  readonly param?: readonly string[];
  /** Names of the applications to run the template for; default: all. */
  readonly application?: readonly string[];
}
