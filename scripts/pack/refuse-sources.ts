// The `prepack` script of the workspaces.
console.error(
  'This package.json leads to TypeScript sources, which run only inside this repository.\n' +
    'Build the packages and pack them into dist: npm run pack\n' +
    'Publish one of them: npm publish ./dist/<tarball>',
);
process.exitCode = 2;
