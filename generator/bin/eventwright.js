#!/usr/bin/env node
// Every Node that knows modules must get through this file, to be told that it is too old: no newer syntax.

import('node:fs').then(function start(fs) {
  var source = new URL('../src/cli/main.ts', import.meta.url);
  var isRepository = fs.existsSync(source);
  // The package holds JavaScript; the sources in the repository need a Node that strips types by itself.
  var needed = isRepository ? [22, 18] : [22, 12];
  var version = process.versions.node.split('.').map(Number);
  if (version[0] < needed[0] || (version[0] === needed[0] && version[1] < needed[1])) {
    process.stderr.write(
      'eventwright: Node >= ' +
        needed.join('.') +
        ' needed, this is v' +
        process.versions.node +
        ' (' +
        process.execPath +
        ').\n' +
        'Install a newer Node' +
        (isRepository
          ? ', or use the one of this repository: npx eventwright, or an npm script.'
          : ' from https://nodejs.org.') +
        '\n',
    );
    process.exitCode = 4;
    return;
  }
  return import('node:module').then(function load(module) {
    module.enableCompileCache();
    var entry = isRepository ? source : new URL('../dist/cli/main.js', import.meta.url);
    return import(entry.href).then(function run(cli) {
      return cli.main();
    });
  });
});
