import type { HealthReport } from '../../shared/reports/healthReport.ts';
import { HOSTILE } from './reports.ts';

const SUBSCRIPTION = '11111111-1111-4111-8111-111111111111';

/** A week in which something of every kind went wrong, with names that try to become something else. */
export const HEALTH: HealthReport = {
  schemaVersion: 3,
  kind: 'health',
  organisation: 'Contoso',
  period: { id: '2026-W47', from: '2026-11-16', to: '2026-11-22', timeZone: 'UTC' },
  audience: 'operator',
  audienceName: 'Contoso',
  state: 'provisional',
  asOf: '2026-11-23T06:00:04Z',
  coverage: {
    complete: false,
    entries: [
      {
        ...{ source: 'policy', scope: SUBSCRIPTION, name: HOSTILE.script, expectedDays: 7, readDays: 7 },
        ...{ missing: [], asOf: '2026-11-22T02:01:00Z', problem: undefined },
      },
      {
        ...{ source: 'kubernetes', scope: '/clusters/prod', name: 'aks-prod', expectedDays: 7, readDays: 5 },
        ...{ missing: ['2026-11-19', '2026-11-20'], asOf: '2026-11-22T02:01:00Z' },
        problem: {
          at: '2026-11-20T02:03:00Z',
          message: 'kubernetes (aks-prod): the API server refused the token',
          remedy: 'Give the identity AKS RBAC Reader on the cluster.',
        },
      },
    ],
  },
  notices: [],
  link: 'https://purser.contoso.example/api/reports/health/2026-W47',
  problems: [
    {
      ...{ kind: 'notLookedAt', what: 'queues', message: 'The storage account said 403.' },
      remedy: 'Give the identity Storage Queue Data Contributor.',
    },
    {
      ...{ kind: 'poison', queue: 'purser-report-poison', count: 1, isMore: false },
      ...{ subject: `digest ${HOSTILE.markdown}`, since: '2026-11-18T06:10:00Z' },
    },
    {
      ...{ kind: 'poison', queue: 'purser-deliver-poison', count: 32, isMore: true },
      ...{ subject: '', since: '2026-11-18T06:10:00Z' },
    },
    {
      ...{
        kind: 'undelivered',
        report: 'digest',
        period: '2026-W46',
        audience: HOSTILE.mention,
        channel: 'mail',
      },
      ...{ state: 'poisoned', tries: 5, since: '2026-11-16T07:12:00Z' },
      ...{
        message: 'The mail server refused it: 550.',
        remedy: 'Correct the address, then deliver it again.',
      },
    },
    {
      ...{
        kind: 'undelivered',
        report: 'chargeback',
        period: '2026-10',
        audience: 'finance',
        channel: 'teams',
      },
      ...{ state: 'sending', tries: 1, since: '2026-11-16T07:12:00Z', message: '', remedy: '' },
    },
    { kind: 'held', period: '2026-10', reasons: ['unownedShare', 'coverage'] },
    { kind: 'notBuilt', report: 'governance', period: '2026-W46' },
    {
      ...{ kind: 'failed', stage: 'collect', subject: `policy ${HOSTILE.formula}`, count: 3 },
      ...{ message: HOSTILE.formula, remedy: HOSTILE.newline },
    },
    {
      ...{ kind: 'unread', source: 'kubernetes', scope: '/clusters/prod', name: HOSTILE.script },
      days: ['2026-11-19', '2026-11-20'],
      message: 'kubernetes (aks-prod): the API server refused the token.',
      remedy: 'Give the identity AKS RBAC Reader on the cluster.',
    },
    {
      ...{ kind: 'unread', source: 'cost.billed', scope: SUBSCRIPTION, name: HOSTILE.override },
      ...{ days: ['2026-11-14'], message: '', remedy: '' },
    },
    { kind: 'awaitingClosing', period: '2026-09' },
  ],
  moreProblems: 2,
  stages: [
    { stage: 'collect', executions: 1204, failed: 9, retries: 4, throttled: 4, seconds: 3611.25 },
    { stage: 'meter', executions: 4032, failed: 0, retries: 0, throttled: 0, seconds: 2016.4 },
    { stage: 'assess', executions: 7, failed: 0, retries: 0, throttled: 0, seconds: 42.5 },
    { stage: 'report', executions: 3, failed: 1, retries: 1, throttled: 0, seconds: 61 },
    { stage: 'deliver', executions: 58, failed: 5, retries: 4, throttled: 0, seconds: 77.2 },
    { stage: 'close', executions: 0, failed: 0, retries: 0, throttled: 0, seconds: 0 },
  ],
  cost: {
    ...{ executions: 5304, seconds: 5808, gigabyteSeconds: 11616, instanceMemoryMB: 2048 },
    ...{ dollars: '0.30', pricesOn: '2026-11-23' },
  },
  waiting: { messages: undefined, deliveries: 2 },
};

/** A week in which nothing went wrong. */
export const WELL: HealthReport = {
  ...HEALTH,
  coverage: {
    complete: true,
    entries: HEALTH.coverage.entries.slice(0, 1).map((entry) => ({ ...entry, name: 'Production' })),
  },
  problems: [],
  moreProblems: 0,
  stages: HEALTH.stages.map((line) => ({ ...line, failed: 0, retries: 0, throttled: 0 })),
  waiting: { messages: 0, deliveries: 0 },
};
