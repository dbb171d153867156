import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An error of the compiler. */
export interface CompileError {
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

export interface CompileOptions {
  /** The files to compile, with all that they import. */
  readonly include: readonly string[];
  /** The package of the compiler: an alias for each version. */
  readonly compiler?: 'typescript' | 'typescript-6' | 'typescript-5.9';
  /** Beside every strict flag. */
  readonly options?: Readonly<Record<string, unknown>>;
}

const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** Every flag that makes the compiler stricter, and those that keep sources erasable and declarations isolated. */
const strict = {
  target: 'es2024',
  lib: ['es2024', 'esnext.disposable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  typeRoots: [join(packages, '@types')],
  noEmit: true,
  declaration: true,
  isolatedDeclarations: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  skipLibCheck: true,
};

/** Runs a compiler over a project; the errors of its files in the order reported. The runtime's own are not its. */
export async function compile(root: string, settings: CompileOptions): Promise<readonly CompileError[]> {
  const { include, compiler = 'typescript', options = {} } = settings;
  const config = join(root, 'tsconfig.test.json');
  await writeFile(config, JSON.stringify({ compilerOptions: { ...strict, ...options }, include }));
  const output = await run(join(packages, compiler, 'bin', 'tsc'), ['-p', config, '--pretty', 'false'], root);
  const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith(' '));
  const errors = lines.map((line) => {
    const found = /^(?:(.+)\((\d+),\d+\): )?error (TS\d+): (.*)$/.exec(line);
    if (found === null) throw new Error(`the compiler says: ${output}`);
    const [, file = '', at = '0', code = '', message = ''] = found;
    return { file, line: Number(at), code, message };
  });
  return errors.filter(({ file }) => !file.startsWith('..'));
}

function run(script: string, argv: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...argv], { cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      // Exit codes of findings come with output; without any the compiler itself has failed.
      if (error !== null && stdout === '') reject(new Error(`${script}: ${error.message}\n${stderr}`));
      else resolve(stdout);
    });
  });
}
