import { setTimeout as sleep } from 'node:timers/promises';
import { openQueues, QUEUES } from '../shared/store/queues.ts';
import type { Invocation, Machine } from './machine.ts';

/** Work of one stage as it goes: how many messages are done of how many are known. */
export interface Progress {
  readonly done: number;
  readonly known: number;
  readonly failed: number;
}

const POLL_MS = 400;
/** Looks in a row that must find the queues empty, since a message on its way is counted nowhere. */
const QUIET_LOOKS = 3;

/** Queues whose messages have to be gone until a function's work is done: those before it feed it. */
const FEEDS: Readonly<Record<keyof typeof QUEUES, readonly string[]>> = {
  collect: [QUEUES.collect],
  meter: [QUEUES.meter],
  report: [QUEUES.report],
  deliver: [QUEUES.report, QUEUES.deliver],
};

/** Waits until a function has nothing left to do, telling how far the work has come. */
export async function drainQueues(
  machine: Machine,
  functionName: keyof typeof QUEUES,
  tell: (progress: Progress) => void,
): Promise<Progress> {
  const queues = openQueues({ kind: 'connectionString', value: machine.storage });
  let done = 0;
  let failed = 0;
  let listening = true;
  machine.onInvocation((invocation: Invocation) => {
    if (!listening || invocation.function !== functionName) return;
    if (invocation.ok) done++;
    else failed++;
  });
  let quiet = 0;
  let waiting = 0;
  while (quiet < QUIET_LOOKS) {
    await sleep(POLL_MS);
    waiting = (await queues.countWaiting())
      .filter(({ queue }) => FEEDS[functionName].includes(queue))
      .reduce((sum, { messages }) => sum + messages, 0);
    quiet = waiting === 0 ? quiet + 1 : 0;
    tell({ done, known: done + waiting, failed });
  }
  listening = false;
  return { done, known: done, failed };
}
