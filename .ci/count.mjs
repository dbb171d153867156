// Names what failed, adds the tests of all reports in a folder to the steps, and prints 'N passed, N failed' as the last line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, stepsPassed, stepsFailed] = process.argv.slice(2);
const reports = readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
const sum = (name) => reports.reduce((total, report) => total + report[name], 0);

// Near the last line, for a long log is often seen by its end alone.
for (const { name, message = '', assertionResults = [] } of reports.flatMap(({ testResults = [] }) => testResults)) {
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0 && message !== '') console.log(`\nFAILED ${name}\n${message.slice(0, 2_000)}`);
  for (const test of failed) {
    console.log(`\nFAILED ${name}: ${test.fullName}\n${test.failureMessages.join('\n').slice(0, 2_000)}`);
  }
}

const passed = sum('numPassedTests') + Number(stepsPassed);
const failed = sum('numFailedTests') + Number(stepsFailed);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
