// Adds the tests of all Vitest reports in a folder to the steps, and prints 'N passed, N failed' as the last line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, stepsPassed, stepsFailed] = process.argv.slice(2);
const reports = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
const sum = (name) => reports.reduce((total, report) => total + report[name], 0);

const passed = sum('numPassedTests') + Number(stepsPassed);
const failed = sum('numFailedTests') + Number(stepsFailed);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
