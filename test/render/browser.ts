import { type Browser, chromium } from 'playwright-core';

/**
 * Starts a browser that the npm packages bring along (Linux), or the Chrome that is installed (macOS, Windows).
 * The variable makes the package unpack the libraries that a bare machine lacks.
 */
export async function launchBrowser(): Promise<Browser> {
  if (process.platform !== 'linux') return chromium.launch({ channel: 'chrome' });
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  // In a single process the browser goes when its first page is closed.
  const args = packaged.args.filter((argument) => argument !== '--single-process');
  return chromium.launch({ executablePath: await packaged.executablePath(), args });
}
