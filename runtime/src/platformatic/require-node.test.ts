import { describe, expect, it } from 'vitest';
import { requireNode } from './require-node.ts';

describe('requireNode', () => {
  it.each(['22.22.0', '22.23.1', '24.6.0', '24.21.0', '25.0.0', '26.1.0'])('takes Node %s', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });

  it.each(['18.20.0', '20.19.4', '22.21.9', '23.11.0', '24.5.0'])('refuses Node %s, and says what to do', (version) => {
    expect(() => requireNode(version)).toThrow(
      `[CONFIGURATION_INVALID] @platformatic/kafka needs Node 22.22, 24.6 or newer, and this is Node ${version}`,
    );
  });
});
