export { openTap, type TapOptions } from './open-tap.ts';
export {
  type MessagePredicate,
  type RecordPredicate,
  type Tap,
  type TapPredicate,
  type TappedTopic,
  type TapRoute,
  where,
} from './tap.ts';
