import type { JsonValue } from '@eventwright/avro';
import type { DocBlock } from '../../print/statement.ts';

/** A JSDoc block from contract text, harmless whatever the text holds; none where there is nothing to say. */
export function docsOf(text: string | undefined, fallback?: { readonly value: JsonValue }): readonly DocBlock[] {
  const description = (text ?? '').trim().replaceAll('*/', '*\\/').replaceAll('\r\n', '\n');
  const tags =
    fallback === undefined
      ? []
      : [{ tagName: 'default', text: JSON.stringify(fallback.value).replaceAll('*/', '*\\/') }];
  if (description === '' && tags.length === 0) return [];
  return [{ description: description.includes('\n') || tags.length > 0 ? `\n${description}` : description, tags }];
}
