import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What the process that runs a template is told. */
export interface TemplateJob {
  /** Absolute path of the main file of `@asyncapi/generator`. */
  readonly generator: string;
  /** Absolute path of the folder of the template. */
  readonly template: string;
  readonly params: Readonly<Record<string, string>>;
  readonly documents: readonly TemplateDocument[];
}

export interface TemplateDocument {
  readonly application: string;
  /** Absolute path of the document. */
  readonly file: string;
  /** Absolute path of the folder to write to. */
  readonly out: string;
}

/** What that process tells. */
export type TemplateNews =
  | { readonly kind: 'begun'; readonly application: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

/** What is used of `@asyncapi/generator`, which has no types. */
type GeneratorClass = new (
  template: string,
  out: string,
  options: {
    readonly templateParams: Readonly<Record<string, string>>;
    readonly forceWrite: boolean;
    readonly install: boolean;
    /** Whether to compile the template, or to take what was compiled before. */
    readonly compile: boolean;
  },
) => { generate(document: string, options: { readonly path: string }): Promise<void> };

const isGenerator = (value: unknown): value is GeneratorClass => typeof value === 'function';

// A template may do what it likes to its process, and print what it likes: this one is its own.
process.once('message', async (job: TemplateJob) => {
  await tell(await outcomeOf(job));
  process.exit();
});

/** Resolves when it is on its way: a process that ends takes what it has not sent along. */
function tell(news: TemplateNews): Promise<void> {
  return new Promise((resolve) => process.send?.(news, () => resolve()));
}

async function outcomeOf({ generator, template, params, documents }: TemplateJob): Promise<TemplateNews> {
  let current = '';
  try {
    const loaded: unknown = createRequire(import.meta.url)(generator);
    if (!isGenerator(loaded))
      return { kind: 'failed', message: `${generator} is no @asyncapi/generator that is known` };
    for (const [index, { application, file, out }] of documents.entries()) {
      current = `${application}: `;
      await tell({ kind: 'begun', application });
      const options = { templateParams: params, forceWrite: true, install: false, compile: index === 0 };
      await new loaded(template, out, options).generate(readFileSync(file, 'utf8'), { path: file });
    }
    return { kind: 'done' };
  } catch (error) {
    return { kind: 'failed', message: `${current}${messageOf(error)}` };
  }
}

/** The generator says in `diagnostics` what it does not say in its message. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const diagnostics = 'diagnostics' in error && Array.isArray(error.diagnostics) ? error.diagnostics : [];
  const first: unknown = diagnostics[0];
  const details = typeof first === 'object' && first !== null && 'message' in first ? ` ${first.message}` : '';
  return `${error.message}${details}`;
}
