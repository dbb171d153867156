import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript-6';

/** What an editor shows of a file. The service of TypeScript 6 is the last one that has an interface for programs. */
export interface Editor {
  /** The text of the box over a place: the declaration, then its documentation. */
  hover(offset: number): { readonly declaration: string; readonly documentation: string };
  /** The properties that it offers at a place, without what is merely in scope. */
  offers(offset: number): readonly string[];
  /** The errors of the file, by lines that count from 1. */
  errors(): readonly { readonly line: number; readonly code: string; readonly message: string }[];
}

const repository = fileURLToPath(new URL('../../../', import.meta.url));

export function openEditor(file: string): Editor {
  const service = ts.createLanguageService(host(file));
  const text = readFileSync(file, 'utf8');
  return {
    hover: (offset) => {
      const info = service.getQuickInfoAtPosition(file, offset);
      const tags = (info?.tags ?? []).map((tag) => `@${tag.name} ${ts.displayPartsToString(tag.text)}`);
      return {
        declaration: ts.displayPartsToString(info?.displayParts),
        documentation: [ts.displayPartsToString(info?.documentation), ...tags].filter((part) => part !== '').join('\n'),
      };
    },
    offers: (offset) => {
      const entries = service.getCompletionsAtPosition(file, offset, {})?.entries ?? [];
      const members = entries.filter(({ kind }) => kind === ts.ScriptElementKind.memberVariableElement);
      return members.map(({ name, kindModifiers = '' }) => (kindModifiers.includes('optional') ? `${name}?` : name));
    },
    errors: () =>
      service.getSemanticDiagnostics(file).map(({ start = 0, code, messageText }) => ({
        line: text.slice(0, start).split('\n').length,
        code: `TS${code}`,
        message: ts.flattenDiagnosticMessageText(messageText, '\n'),
      })),
  };
}

function host(file: string): ts.LanguageServiceHost {
  const { config } = ts.readConfigFile(join(repository, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [file] }, ts.sys, repository);
  return {
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (path) => {
      const text = ts.sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => repository,
    // What is not used is not what this is about.
    getCompilationSettings: () => ({ ...options, noUnusedLocals: false, noUnusedParameters: false }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath === undefined ? {} : { realpath: ts.sys.realpath }),
  };
}
