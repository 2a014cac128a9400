import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PurserError } from '../../shared/model/errors.ts';
import type { CollectTask } from '../../shared/model/tasks.ts';
import { dayOf } from '../../shared/model/time.ts';
import { requestCollection } from '../../shared/pipeline/answer.ts';
import type { ReportingApp } from '../../shared/pipeline/app.ts';
import { assessFindings } from '../../shared/pipeline/assess.ts';
import { collectOrWait, collectTask } from '../../shared/pipeline/collect.ts';
import { nightlyRequest } from '../../shared/pipeline/plan.ts';
import { Console } from '../console.ts';
import { SESSION_OPTIONS, withPurser } from './session.ts';

/** Sources read at once; Cost Management paces itself. */
const WORKERS = 4;

/** `collect`: reads what a window of days lacks, and assesses today's findings. */
export async function collectDays(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      ...SESSION_OPTIONS,
      from: { type: 'string' },
      to: { type: 'string' },
      source: { type: 'string' },
      cluster: { type: 'string' },
    },
  });
  const { config, state, ...wanted } = values;
  return withPurser({ config, state }, async ({ app }) => {
    const screen = new Console();
    const run = randomUUID();
    const request = { ...nightlyRequest(app), ...wanted };
    const { done, failures } = await collectAll(app, requestCollection(app, request, run), screen);
    await assessFindings(app, dayOf(app.clock.now()), run);
    screen.say(`read ${done} (source, scope, day) of ${request.from} to ${request.to}`);
    for (const failure of failures) screen.say(`NOT READ  ${failure}`);
    return failures.length === 0 ? 0 : 1;
  });
}

/** Does a task and all that follow from it; a failure of one costs no other. */
export async function collectAll(
  app: ReportingApp,
  first: CollectTask,
  screen: Console,
): Promise<{ readonly done: number; readonly failures: readonly string[] }> {
  const waiting = [...(await collectTask(app, first))];
  const known = waiting.length + 1;
  const failures: string[] = [];
  let done = 1;
  async function work(): Promise<void> {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      try {
        await collectOrWait(app, task, async (again, seconds) => {
          screen.tell(`${again.source} ${again.scope} asks to wait ${seconds} s`);
          await sleep(seconds * 1000);
          waiting.push(again);
          done -= 1;
        });
      } catch (error) {
        if (!(error instanceof PurserError)) throw error;
        failures.push(`${error.message} ${error.remedy}`);
      }
      screen.tell(`read ${++done} of ${known} (source, scope, day)`);
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, work));
  return { done, failures };
}
