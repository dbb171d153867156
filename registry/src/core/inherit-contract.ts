import type { Config } from './config.ts';
import { type Metadata, mergeMetadata } from './metadata.ts';
import { mergeRuleSets, type RuleSet } from './rule-set.ts';

/** What a schema says beside its type. */
export interface Contract {
  readonly metadata: Metadata | undefined;
  readonly ruleSet: RuleSet | undefined;
}

/** What the settings make of the metadata and rules of a schema, or of the previous version's where it has none. */
export function inheritContract(config: Config, own: Contract, previous: Contract | undefined): Contract {
  const metadata = own.metadata ?? previous?.metadata;
  const ruleSet = own.ruleSet ?? previous?.ruleSet;
  return {
    metadata: mergeMetadata(mergeMetadata(config.defaultMetadata, metadata), config.overrideMetadata),
    ruleSet: mergeRuleSets(mergeRuleSets(config.defaultRuleSet, ruleSet), config.overrideRuleSet),
  };
}
