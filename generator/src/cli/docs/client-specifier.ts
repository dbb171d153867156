import type { TypeScriptTarget } from '../../load/read-config.ts';

/** What code of services imports a generated module by: from its package, else from the folder of the configuration. */
export const clientSpecifier = (
  { package: name, out, importExtension }: Pick<TypeScriptTarget, 'package' | 'out' | 'importExtension'>,
  module: string,
): string => (name === undefined ? `./${out}/${module}${importExtension}` : `${name}/${module}`);
