import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readReadyLine, startChild } from '../../local/host/child.ts';

it('the inbox says where it is when it is ready, and ends when its parent lets go', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'purser-inbox-'));
  const child = await startChild<{ url: string; smtpPort: number }>({
    name: 'The inbox',
    script: new URL('../../local/inbox/serve.ts', import.meta.url).href,
    env: { PURSER_INBOX_DIR: directory, PURSER_INBOX_PORT: '0', PURSER_SMTP_PORT: '0' },
    readReady: readReadyLine,
  });
  expect((await fetch(child.ready.url)).status).toBe(200);
  expect(child.ready.smtpPort).toBeGreaterThan(0);
  await child.stop();
  expect(await child.ended).toBe(0);
  rmSync(directory, { recursive: true, force: true });
});
