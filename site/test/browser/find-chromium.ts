import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The browser that `CHROMIUM` names, else the first on `PATH`. Throws where there is none. */
export function findChromium({ CHROMIUM, PATH = '' }: NodeJS.ProcessEnv = process.env): string {
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM;
  const places = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = places.find(isExecutable);
  if (found === undefined) {
    throw new Error(
      `There is no ${names.join(', ')} on PATH. Install Chromium, or name one: CHROMIUM=… npm run test:browser.`,
    );
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
