import type { Rule } from '../rule.ts';

/** As Confluent calls it, and as Apicurio does; serializers are given the name of a class. */
const ours = /(^|\.)TopicRecord(Name|Id)Strategy$/;

/** Subjects are made of topic and record, since one topic carries several events; other names would not be looked under. */
export const subjectStrategyDiffers: Rule = {
  id: 'SUBJECT_STRATEGY_DIFFERS',
  severity: 'warning',
  *check({ model }) {
    for (const { name, wire, position } of model.messages) {
      const strategy = wire.schemaLookupStrategy;
      if (strategy === undefined || ours.test(strategy)) continue;
      yield {
        message: `The message '${name}' says \`schemaLookupStrategy: ${strategy}\`; its subject is named after topic and record all the same.`,
        position,
        related: [],
        help: 'Write `schemaLookupStrategy: TopicRecordNameStrategy`, or leave it out.',
      };
    }
  },
};
