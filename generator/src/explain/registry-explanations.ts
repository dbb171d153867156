import { described, type Explanation } from './explanation.ts';

/** Of what `eventwright registry verify` finds: a registry that is not as the contracts are. */
export const registryExplanations: readonly Explanation[] = [
  {
    id: 'REGISTRY_LEVEL_DIFFERS',
    what: 'A subject has another compatibility level in the registry than `x-compatibility` says, or none of its own.',
    why: 'The registry would let a change pass that the contracts forbid, or refuse one that they allow.',
    cure: 'Set it by `eventwright registry push`, or correct `x-compatibility`.',
    bad: described('contracts: BACKWARD_TRANSITIVE, registry: NONE'),
    good: described('contracts: BACKWARD_TRANSITIVE, registry: BACKWARD_TRANSITIVE'),
  },
  {
    id: 'REGISTRY_SCHEMA_DIFFERS',
    what: 'A version is one schema in the contracts and another in the registry, or the versions come in another order.',
    why: 'What is registered never changes: a schema file was edited after its release, or two branches took one number.',
    cure: 'Give the schema of the contracts the next number, and bring the other one here by `eventwright registry pull`.',
    bad: described('order-placed.v2.avsc has the field total, version 2 in the registry has the field sum'),
    good: described('order-placed.v2.avsc has the field sum as the registry has, order-placed.v3.avsc the field total'),
  },
  {
    id: 'REGISTRY_SUBJECT_MISSING',
    what: 'The registry does not have a subject of the contracts.',
    why: 'Producers look their schema up at the start, and do not start without it.',
    cure: 'Register it by `eventwright registry push`.',
    bad: described('contracts: shop.orders-shop.orders.OrderPlaced, registry: nothing'),
    good: described('contracts and registry: shop.orders-shop.orders.OrderPlaced'),
  },
  {
    id: 'REGISTRY_VERSION_EXTRA',
    what: 'The registry has a version of a subject that the contracts do not have.',
    why: 'Somebody registered it from elsewhere, so somebody may write it: consumers made from these contracts do not know it.',
    cure: 'Write it as a file by `eventwright registry pull`, or delete it in the registry if nobody has used it.',
    bad: described('contracts: versions 1 and 2, registry: versions 1, 2 and 3'),
    good: described('contracts and registry: versions 1, 2 and 3'),
  },
  {
    id: 'REGISTRY_VERSION_MISSING',
    what: 'A schema version of the contracts is not registered under its subject.',
    why: 'Producers that write it do not start, and its compatibility with what is registered was not checked there.',
    cure: 'Register it by `eventwright registry push`.',
    bad: described('contracts: versions 1 and 2, registry: version 1'),
    good: described('contracts and registry: versions 1 and 2'),
  },
];
