import type { Place } from '../catalog/catalog.ts';
import { code, type Line } from '../page/block.ts';
import type { SiteContext } from '../site-context.ts';

/** Where something stands; a link where the settings say how a file can be looked at. */
export function placeLine({ file, line }: Place, { settings: { source } }: SiteContext): Line {
  const place = `${file}:${line}`;
  if (source === undefined) return [code(place)];
  const path = file.split('/').map(encodeURIComponent).join('/');
  return [{ kind: 'leave', address: source.replace('{file}', path).replace('{line}', String(line)), text: place }];
}
