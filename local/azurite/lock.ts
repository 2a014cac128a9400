import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChildError } from '../host/child.ts';

const FILE = 'purser.pid';
const LOOK_MS = 200;
/** Longer than a storage whose parent was killed goes on. */
const PATIENCE_MS = 30_000;

/**
 * Waits until no other storage process works on a directory: two of them would overwrite each other's data.
 * @throws ChildError when one goes on
 */
export async function waitForDirectory(location: string): Promise<void> {
  const begun = Date.now();
  for (let owner = readOwner(location); owner !== undefined && isAlive(owner); owner = readOwner(location)) {
    if (Date.now() - begun > PATIENCE_MS) {
      throw new ChildError(
        `The state in ${location} is in use by process ${owner}.`,
        'Stop the other "npm start", or name another folder with --state.',
      );
    }
    await sleep(LOOK_MS);
  }
}

/** Notes whose a directory is now. */
export function takeDirectory(location: string, owner: number): void {
  mkdirSync(location, { recursive: true });
  writeFileSync(join(location, FILE), String(owner));
}

function readOwner(location: string): number | undefined {
  try {
    return Number(readFileSync(join(location, FILE), 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch {
    return false;
  }
}
