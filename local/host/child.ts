import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PurserError } from '../../shared/model/errors.ts';

/** A part of the local machine did not start. */
export class ChildError extends PurserError {
  override readonly name = 'ChildError';
}

export interface ChildStart<Ready> {
  /** For messages: `the Functions host`. */
  readonly name: string;
  /** URL of the TypeScript file to run. */
  readonly script: string;
  readonly args?: readonly string[];
  /** In a process group of its own: an interrupt from the keyboard, which goes to the whole group, passes it by. */
  readonly apart?: boolean;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Reads a line of standard output; whatever is not undefined says that the child is ready. */
  readonly readReady: (line: string) => Ready | undefined;
  /** Takes each line that the child writes, to standard error or, other than the one that says ready, to output. */
  readonly onLog?: (line: string) => void;
  /** Takes what the child sends by `process.send`. */
  readonly onMessage?: (message: unknown) => void;
}

export interface Child<Ready> {
  readonly ready: Ready;
  readonly process: ChildProcess;
  /** Resolves with the exit code (null when a signal ended it). */
  readonly ended: Promise<number | null>;
  /** Asks the child to end and waits; one that has not ended after 15 seconds is killed. */
  stop(): Promise<void>;
}

const START_MS = 60_000;
const STOP_MS = 15_000;
const STOP = 'stop';
/** Longer than the functions host takes to finish what it has in hand when their common parent was killed. */
const ORPHAN_MS = 12_000;

/**
 * Runs a script in a process of its own and waits until it is ready. The two are tied by an IPC channel: when this
 * process ends, in whatever way, the channel breaks and the child ends by itself, in good order.
 * @throws ChildError with the last of what the child said when it ends before it is ready
 */
export async function startChild<Ready>(start: ChildStart<Ready>): Promise<Child<Ready>> {
  const child = fork(new URL(start.script), [...(start.args ?? [])], {
    env: { ...process.env, ...start.env },
    detached: start.apart ?? false,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lastWords: string[] = [];
  if (start.onMessage) child.on('message', start.onMessage);
  if (child.stderr) {
    createInterface(child.stderr).on('line', (line) => {
      lastWords.push(line);
      if (lastWords.length > 20) lastWords.shift();
      start.onLog?.(line);
    });
  }
  // Not 'close', which also waits for the output: it does not come after the channel was broken from here (Node 24).
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let isReady = false;
  const ready = await new Promise<Ready>((resolve, reject) => {
    const fail = (why: string) => {
      const said = lastWords.join('\n');
      reject(
        new ChildError(
          `${start.name} ${why}. ${said}`,
          'See what it said and start again; if a port is taken, choose others with --port and --inbox.',
        ),
      );
    };
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      fail('was not ready within a minute');
    }, START_MS);
    if (child.stdout) {
      createInterface(child.stdout).on('line', (line) => {
        const found = isReady ? undefined : start.readReady(line);
        if (found === undefined) {
          start.onLog?.(line);
          return;
        }
        isReady = true;
        clearTimeout(patience);
        resolve(found);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(patience);
      fail(`did not start (exit code ${code})`);
    });
  });
  return {
    ready,
    process: child,
    ended,
    async stop() {
      if (child.connected) child.send(STOP);
      const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(kill);
    },
  };
}

/** Reads the line of JSON with which the processes of this machine say where they are. */
export function readReadyLine<Ready extends { readonly url: string }>(line: string): Ready | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Partial<Ready>;
    return typeof value.url === 'string' ? (value as Ready) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * In a child: calls `end` when the parent says so, or some seconds after the parent is gone. Ctrl+C reaches
 * every process of a terminal at once; a child leaves it to its parent, which ends them in the right order.
 * @param orphanMs how long to go on without a parent: what others rely on ends after them
 */
export function endWithParent(end: () => void, orphanMs = ORPHAN_MS): void {
  let asked = false;
  process.on('message', (message) => {
    if (message !== STOP) return;
    asked = true;
    end();
    // An open channel would keep a process alive that has nothing left to do.
    process.disconnect();
  });
  process.on('disconnect', () => {
    if (!asked) setTimeout(end, orphanMs);
  });
  process.on('SIGINT', () => {
    if (!process.connected) end();
  });
}

/** In a child: runs `stop` once, on SIGTERM or as {@link endWithParent} has it, and ends the process. */
export function endGracefully(stop: () => Promise<void>, orphanMs?: number): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  // The readers of these are gone when the parent is: that must not cut the ending short.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  endWithParent(end, orphanMs);
  process.on('SIGTERM', end);
}
