import type { Stage, Watched } from '../../../reports/healthReport.ts';
import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** The health note: how Purser itself fared, for whoever runs it. */
export const health = {
  allWell: 'All ran',
  needs: (count: Figure) => plural(count, { one: '# thing needs you', other: '# things need you' }),
  quiet: 'Everything ran that should have, and nothing is stuck.',
  verdict: 'This week',
  seeBelow: 'each with what to do',
  nothingToDo: 'nothing to do',
  moreProblems: (count: Figure) =>
    plural(count, {
      one: 'One more problem is not listed: npm run purser -- status has all.',
      other: '# more problems are not listed: npm run purser -- status has all.',
    }),

  executions: 'Runs',
  executionsNote: (failed: string, retries: string, throttled: string) =>
    `${failed} failed, ${retries} tried again, ${throttled} throttled`,
  notKnown: 'not known',
  stuck: 'Stuck',
  stuckNote: 'messages and reports',
  waiting: 'Waiting',
  waitingNote: (messages: string, deliveries: string) => `messages: ${messages}, deliveries: ${deliveries}`,
  cost: 'Cost of running',
  costNote: (gigabyteSeconds: string) => `at most, for ${gigabyteSeconds} GB-seconds`,

  ran: 'What ran',
  stage: 'Stage',
  runs: 'Runs',
  failed: 'Failed',
  retries: 'Tried again',
  throttled: 'Throttled',
  seconds: 'Seconds',
  nothingRan: 'Nothing ran in this week, or the run log does not reach back so far.',
  stages: {
    plan: 'Planning',
    collect: 'Collecting',
    meter: 'Metering',
    assess: 'Assessing findings',
    report: 'Building reports',
    deliver: 'Delivering',
    close: 'Closing',
  } satisfies Record<Stage, string>,

  notRun: 'What did not run',
  stuckTitle: 'What is stuck',
  what: 'What, and what to do',
  kind: 'Kind',
  kinds: {
    notLookedAt: 'not looked at',
    failed: 'failed',
    unread: 'not read',
    notBuilt: 'not built',
    held: 'held back',
    awaitingClosing: 'not closed',
    poison: 'given up',
    undelivered: 'not delivered',
  },
  watched: {
    runs: 'The run log',
    queues: 'The queues',
    deliveries: 'The delivery ledger',
    reports: 'The list of reports',
  } satisfies Record<Watched, string>,
  failedUnits: (stage: string, subject: string, more: Figure) =>
    more.value === 0
      ? `${stage}: ${subject}`
      : `${stage}: ${subject}, ${plural(more, { one: 'and # more', other: 'and # more' })}`,
  unread: (source: string, name: string, days: string) => `${source}: ${name}, ${days}`,
  neverTried: 'Nothing was tried, or nothing is kept of it. Look for the run of that night in status.',
  report: (title: string, period: string) => `${title}, ${period}`,
  notBuilt: (command: string) => `It was due and is not there. Build and send it: ${command}`,
  held: (reasons: string, command: string) =>
    `The publish gate holds it: ${reasons}. Mend it, or release it: ${command}`,
  awaitingClosing: (command: string) => `Nothing holds it, and nobody has closed it: ${command}`,
  poison: (queue: string, count: Figure, isMore: boolean) =>
    `${queue}: ${isMore ? `${count.text} messages or more` : plural(count, { one: '# message', other: '# messages' })}`,
  poisonRemedy: (subject: string, since: string) =>
    `${subject === '' ? 'The oldest is' : `The oldest asks for ${subject}, and is`} of ${since}. See why in status, mend it, and ask for the same again.`,
  undelivered: (report: string, audience: string, channel: string) =>
    `${report} to ${audience} by ${channel}`,
  undeliveredNote: (state: string, tries: Figure, since: string, explanation: string) =>
    `${state} after ${plural(tries, { one: '# try', other: '# tries' })}, since ${since}. ${explanation}`.trim(),
  underWay: 'It has been under way for too long: the worker that had it is gone.',
  states: {
    claimed: 'begun',
    sending: 'being sent',
    waiting: 'waiting',
  } as Readonly<Record<string, string>>,

  costSentence: (executions: Figure, seconds: string, memory: string, price: string, day: string) =>
    `${plural(executions, { one: 'One run', other: '# runs' })} took ${seconds} seconds on instances of ${memory} MB: ${price} by the list prices of ${day}, before the month’s free grant.`,
  costBounds:
    'That is the most it can be for what the run log has, as work that shares an instance is billed once. Questions over HTTP, storage, logs and mail come on top.',
  costUnknown: 'What it cost to run is not known, since the run log could not be read.',
};
