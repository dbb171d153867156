import { describe, expect, it } from 'vitest';
import type { Finding } from '../model/finding.ts';
import { explainUnquoted } from './unquoted-text.ts';

function findingAt(ruleId: string, column: number, message = 'as it was', file = 'orders.yaml'): Finding {
  return { ruleId, severity: 'error', message, position: { file, line: 2, column }, related: [], help: 'as it was' };
}

const explained = (ruleId: string, word: string, message?: string): readonly (string | undefined)[] => {
  const finding = explainUnquoted(findingAt(ruleId, 8, message), `x:\r\n  y: [ ${word}, string]\n`);
  return [finding.message, finding.help];
};

const unchanged = ['as it was', 'as it was'];

describe('explainUnquoted', () => {
  it.each([
    ['AVRO_TYPE_INVALID', 'null', 'Without quotes, null is a value, and not the type null.', "'null'"],
    ['AVRO_TYPE_INVALID', '~', 'Without quotes, ~ is a value, and not the type null.', "'null'"],
    ['AVRO_ENUM_INVALID', 'true', 'Without quotes, true is no text, and so no symbol.', "'true'"],
    ['AVRO_ENUM_INVALID', 'NULL', 'Without quotes, NULL is no text, and so no symbol.', "'NULL'"],
    ['AVRO_NAME_INVALID', 'False', 'Without quotes, False is no text, and so no name.', "'False'"],
    ['AVRO_ATTRIBUTE_INVALID', 'null', 'Without quotes, null is no text.', "'null'"],
  ])('says, of %s, that quotes are missing around %s', (ruleId, word, message, quoted) => {
    expect(explained(ruleId, word)).toEqual([message, `Write it in quotes: ${quoted}.`]);
  });

  it.each(['null', 'true', '1', '-1.5', '2026'])('says that the default %s of a string needs quotes', (word) => {
    const [message, help] = explained('AVRO_DEFAULT_INVALID', word, 'The default is not a string.');
    expect(message).toBe(`Without quotes, ${word} is no string, as the default must be.`);
    expect(help).toBe(`Write it in quotes: '${word}'.`);
  });

  it.each([
    ['AVRO_TYPE_INVALID', "'null'"],
    ['AVRO_TYPE_INVALID', 'true'],
    ['AVRO_TYPE_INVALID', '5'],
    ['AVRO_TYPE_INVALID', 'nullable'],
    ['AVRO_ENUM_INVALID', '1'],
    ['AVRO_ENUM_INVALID', 'NO'],
    ['AVRO_ENUM_INVALID', 'on'],
    ['AVRO_NAME_UNRESOLVED', 'null'],
    ['AVRO_DEFAULT_INVALID', '1'],
  ])('leaves %s about %s as it is', (ruleId, word) => {
    expect(explained(ruleId, word)).toEqual(unchanged);
  });

  it('asks for the quotes of JSON in JSON, and keeps what is beyond the text', () => {
    const finding = explainUnquoted(findingAt('AVRO_TYPE_INVALID', 3, '', 'orders.json'), '{\n  null]');
    expect(finding.help).toBe('Write it in quotes: "null".');
    expect(explainUnquoted(findingAt('AVRO_TYPE_INVALID', 3), '').message).toBe('as it was');
  });
});
