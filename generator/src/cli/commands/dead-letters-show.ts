import type { Container } from '../container.ts';
import { decodedValue } from '../dead-letters/decoded-value.ts';
import { type LettersOptions, readLetters } from '../dead-letters/read-letters.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { openProject, reportOf } from '../open-project.ts';
import { printReport } from '../report/print-report.ts';
import { table } from '../report/table.ts';
import { letterData } from './dead-letters-list.ts';

export interface ShowOptions extends LettersOptions {
  readonly id: string;
  /** Address of the schema registry, to show the value by its schema. */
  readonly registry?: string;
}

/** `eventwright dead-letters show`: all that is known of one, or of all letters of an event. */
export async function showLetter(container: Container, options: ShowOptions): Promise<ExitCode> {
  const project = await openProject(container);
  const { letters } = await readLetters(container, project.contracts.model, options);
  const shown = await Promise.all(
    letters.map(async (letter) => {
      const headers = [...letter.record.headers].map(([name, bytes]) => [name, headerShown(bytes)] as const);
      return { letter, headers, value: await decodedValue(letter.record.value, options.registry) };
    }),
  );
  const lines = shown.flatMap(({ letter, headers, value }, index) => [
    ...(index === 0 ? [] : ['']),
    `${letter.id}: ${letter.state}, ${letter.reason} after ${triesText(letter.attempts)} by ${letter.group}`,
    ...`${letter.errorClass}: ${letter.errorMessage}`.split('\n').map((line) => `  ${line}`),
    '',
    ...table(headers.map(([name, text]) => [`  ${name}`, text])),
    '',
    ...value.text.split('\n').map((line) => `  ${line}`),
  ]);
  const missing = [
    `No dead letter has the id ${options.id}, nor has its event. "dead-letters list --by letter" lists them.`,
  ];
  return printReport(container, {
    ...reportOf('dead-letters show', project, []),
    exitCode: shown.length === 0 ? exitCode.findings : exitCode.clean,
    lines: shown.length === 0 ? missing : lines,
    data: {
      letters: shown.map(({ letter, headers, value }) => ({
        ...letterData(letter),
        headers: Object.fromEntries(headers),
        value: value.data,
      })),
    },
  });
}

const triesText = (attempts: number): string => `${attempts} ${attempts === 1 ? 'try' : 'tries'}`;

function headerShown(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
  }
}
