import type { Position } from '../model.ts';
import type { SchemaPlace } from '../schema-problem.ts';
import {
  childLocation,
  type JsonArrayNode,
  type JsonNode,
  type JsonObjectNode,
  type JsonScalarNode,
} from './json-node.ts';
import { type JsonSource, positionIn } from './json-source.ts';

/** A place in a text, as that of a reading head. */
export interface TextPlace {
  readonly source: JsonSource;
  readonly offset: number;
}

/**
 * A value that was read from a text. A class, for the sake of the getters: a contracts folder has values by the million,
 * and where one stands is asked for only where something is wrong with it.
 */
abstract class TextNode implements SchemaPlace, TextPlace {
  readonly source: JsonSource;
  readonly offset: number;
  readonly parent: TextNode | undefined;
  /** In the parent. */
  readonly key: string | number;

  constructor({ source, offset }: TextPlace, parent: TextNode | undefined, key: string | number) {
    this.source = source;
    this.offset = offset;
    this.parent = parent;
    this.key = key;
  }

  get location(): string {
    return this.parent === undefined ? '/' : childLocation(this.parent.location, this.key);
  }

  get position(): Position {
    return positionIn(this.source, this.offset);
  }
}

export type TextValue = TextScalar | TextArray | TextObject;

export class TextScalar extends TextNode implements JsonScalarNode {
  readonly kind = 'scalar';
  value: JsonScalarNode['value'] = null;
}

export class TextArray extends TextNode implements JsonArrayNode {
  readonly kind = 'array';
  readonly items: TextValue[] = [];
}

export class TextObject extends TextNode implements JsonObjectNode {
  readonly kind = 'object';
  readonly members: Map<string, TextValue> = new Map();
}

/** The text that a node was read from; undefined for one that was made of something else. */
export function sourceOf(node: JsonNode): JsonSource | undefined {
  return node instanceof TextNode ? node.source : undefined;
}
