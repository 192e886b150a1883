import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The browser that the tests drive; '' where none is installed. */
    chromium: string;
  }
}

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const elsewhere = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
const advice = 'install Chromium (Debian: apt-get install chromium) or name one in CHROMIUM_PATH';

/** Looks for a browser once for all files: without one their tests are skipped, or the run fails if REQUIRE_BROWSER=1. */
export default function findBrowser({ provide }: TestProject): void {
  const chromium = findChromium();
  if (!chromium && process.env.REQUIRE_BROWSER === '1') throw new Error(`REQUIRE_BROWSER is set and there is no browser: ${advice}.`);
  if (!chromium) console.log(`Browser tests are skipped: ${advice}.`);
  provide('chromium', chromium);
}

function findChromium(): string {
  const named = process.env.CHROMIUM_PATH;
  if (named) return isProgram(named) ? named : '';
  const folders = (process.env.PATH ?? '').split(delimiter);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere].find(isProgram) ?? '';
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
