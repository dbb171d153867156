import { describe, expect, it } from 'vitest';
import type { Finding } from '../model/finding.ts';
import type { RuleSetting } from '../model/rule-setting.ts';
import { applySettings } from './apply-settings.ts';
import { checkSettings } from './check-settings.ts';

const position = { file: 'eventwright.config.json', line: 1, column: 1 };
const setting = (ruleId: string, severity: RuleSetting['severity']): RuleSetting => ({ ruleId, severity, position });
const finding: Finding = { ruleId: 'KEY_CHANGED', severity: 'error', message: 'It changed.', position, related: [] };

describe('applySettings', () => {
  it('gives a finding the severity of its rule, and drops it where that is off', () => {
    expect(applySettings([finding], [setting('KEY_CHANGED', 'info')])).toEqual([{ ...finding, severity: 'info' }]);
    expect(applySettings([finding], [setting('KEY_CHANGED', 'off')])).toEqual([]);
  });

  it('leaves the findings of other rules alone', () => {
    expect(applySettings([finding], [setting('CHANNEL_REMOVED', 'off')])).toEqual([finding]);
  });
});

describe('checkSettings', () => {
  it('knows rules over contracts and rules over changes', () => {
    expect(checkSettings([setting('PAYLOAD_VERSION_OLD', 'off'), setting('KEY_CHANGED', 'info')])).toEqual([]);
  });

  it('refuses a rule that does not exist, and one that keeps contracts from being read', () => {
    const messages = checkSettings([setting('KEY_CHANGE', 'off'), setting('YAML_INVALID', 'off')]).map(
      ({ message }) => message,
    );
    expect(checkSettings([setting('KEY_CHANGE', 'off')])[0]?.help).toBe("Did you mean 'KEY_CHANGED'?");
    expect(messages).toEqual([
      "There is no rule 'KEY_CHANGE' whose severity can be set.",
      "There is no rule 'YAML_INVALID' whose severity can be set.",
    ]);
  });
});
