// The AsyncAPI Generator loads hooks as CommonJS.
const { spawnSync } = require('node:child_process');
const { rmSync } = require('node:fs');
const { join } = require('node:path');

/**
 * Runs `eventwright generate` into the folder that the generator was given. The document that the generator has read is one of
 * the contracts: clients are made of all of them, by their configuration.
 */
function generateClients({ targetDir, templateParams }) {
  const { config } = templateParams;
  rmSync(join(targetDir, 'placeholder.txt'), { force: true });
  const command = join(__dirname, '../../bin/eventwright.js');
  const argv = [command, 'generate', '--out', targetDir, ...(config === undefined ? [] : ['--config', config])];
  const { status, error } = spawnSync(process.execPath, argv, { stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`eventwright generate ended with ${status}`);
}

module.exports = { 'generate:after': generateClients };
