import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simpleParser } from 'mailparser';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A command of the repository, run as a person would. */
export interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
}

/** Starts a script with this Node; everything it writes is kept. */
export function runScript(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Run {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  const parts: string[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part.toString('utf8')));
  child.stderr.on('data', (part: Buffer) => parts.push(part.toString('utf8')));
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('exit', (code) => setTimeout(() => resolve({ code, output: parts.join('') }), 100));
  });
  return { child, ended };
}

/** A port that is free now. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** Arguments of `npm start` for a test's own state and ports. */
export async function startArguments(state: string): Promise<string[]> {
  const [port, inbox] = [await findFreePort(), await findFreePort()];
  return ['--once', '--state', state, '--port', String(port), '--inbox', String(inbox)];
}

/** Message-IDs of the mails that arrived, one entry a mail. */
export async function readMessageIds(state: string): Promise<string[]> {
  const folder = join(state, 'inbox', 'mail');
  const mails = await Promise.all(
    readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .map((name) => simpleParser(readFileSync(join(folder, name)))),
  );
  return mails.map((mail) => mail.messageId ?? '').sort();
}
