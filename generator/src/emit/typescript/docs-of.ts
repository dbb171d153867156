import { type JsonValue, jsonText } from '@eventwright/avro';
import type { DocBlock } from '../../print/statement.ts';

export interface DocTags {
  /** The default of a field. */
  readonly fallback?: { readonly value: JsonValue } | undefined;
  /** What a deprecation says, maybe nothing; undefined where there is none. */
  readonly deprecated?: string | undefined;
}

/** A JSDoc block from contract text, harmless whatever the text holds; none where there is nothing to say. */
export function docsOf(text: string | undefined, { fallback, deprecated }: DocTags = {}): readonly DocBlock[] {
  const description = harmless((text ?? '').trim());
  const tags = [
    ...(fallback === undefined ? [] : [{ tagName: 'default', text: harmless(jsonText(fallback.value)) }]),
    ...(deprecated === undefined ? [] : [{ tagName: 'deprecated', text: harmless(deprecated) }]),
  ];
  if (description === '' && tags.length === 0) return [];
  if (description === '') return [{ tags }];
  return [{ description: description.includes('\n') || tags.length > 0 ? `\n${description}` : description, tags }];
}

const harmless = (text: string): string => text.replaceAll('*/', '*\\/').replaceAll('\r\n', '\n');
