/**
 * What Purser costs to run, and how long its nights are under Azure's quotas, at 3, 30, 300 and 3,000 clusters: a model fed
 * by what one local run took (`node bench/running/measure.ts` measures it anew).
 */
import { readFileSync } from 'node:fs';
import { limitsOf, WORKFLOWS_LIMITS } from '../shared/delivery/limits.ts';
import { billMonth, secondsOf } from './running/bill.ts';
import type { Counts } from './running/counts.ts';
import { describeEstate } from './running/estates.ts';
import { type BillSource, countMessages, planNight } from './running/load.ts';
import { paceCalls, paceCostQueries, RESOURCE_GRAPH } from './running/pacing.ts';
import { PRICES_ON } from './running/prices.ts';

/** Seconds of one call: Cost Management groups a month of rows first. */
const QUERY_SECONDS = 3;
const GRAPH_SECONDS = 0.5;
/** Messages in work at once: ten instances of host.json's batch of eight, and threshold of four. */
const AT_ONCE = 120;
/** Hours between the start of collecting and the assessment. */
const NIGHT_HOURS = 24;

const measured = JSON.parse(
  readFileSync(new URL('./running/measured.json', import.meta.url), 'utf8'),
) as Counts & { readonly on: string };
const mailLimits = limitsOf({
  via: 'communicationServices',
  from: 'Purser <purser@contoso.com>',
  domains: ['contoso.com'],
  communicationServices: { endpoint: 'https://contoso.communication.azure.com' },
});
const hours = (seconds: number): number => Number((seconds / 3600).toFixed(2));
const dollars = (amount: number): number => Number(amount.toFixed(2));
const toLimits = (limits: typeof mailLimits) =>
  limits.map(({ messages, seconds }) => ({ calls: messages, seconds }));

const nights: Record<string, unknown>[] = [];
const bills: Record<string, unknown>[] = [];
let fits = true;
for (const clusters of [3, 30, 300, 3_000]) {
  for (const source of ['query', 'exports'] as const satisfies readonly BillSource[]) {
    const estate = describeEstate(clusters);
    const night = planNight(estate, source, measured);
    const { week } = countMessages(estate);
    const cost = await paceCostQueries(night.costQueries, QUERY_SECONDS);
    const graph = paceCalls(night.resourceGraphCalls, RESOURCE_GRAPH, GRAPH_SECONDS, 8);
    const inClusters = (night.clusterTasks * (secondsOf(measured, 'collect') + 1)) / AT_ONCE;
    const mail = paceCalls(week.mails, toLimits(mailLimits), 2, 8);
    const cards = paceCalls(Math.min(1, week.cards), toLimits(WORKFLOWS_LIMITS), 1, 8);
    const longest = Math.max(cost, graph, inClusters);
    if (source === 'exports' && longest > NIGHT_HOURS * 3600) fits = false;
    nights.push({
      clusters,
      bill: source,
      'cost queries': night.costQueries.length,
      'cost h': hours(cost),
      'graph calls': night.resourceGraphCalls,
      'graph h': hours(graph),
      'clusters h': hours(inClusters),
      'night h': hours(longest),
      'weekly mails': week.mails,
      'mails h': hours(mail),
      'cards h': hours(cards),
    });
    const bill = billMonth(estate, source, measured);
    bills.push({
      clusters,
      bill: source,
      executions: Math.round(bill.executions),
      'GB-s': Math.round(bill.gigabyteSeconds),
      'storage requests': Math.round(bill.storageRequests),
      'GB at rest': Number(bill.gigabytesAtRest.toFixed(1)),
      'functions $': dollars(bill.functions),
      'storage $': dollars(bill.storage),
      'logs $': dollars(bill.logs),
      'mail $': dollars(bill.mail),
      'a month $': dollars(bill.total),
    });
  }
}
console.log(`Wall clock under Azure's quotas; the run was measured on ${measured.on}`);
console.table(nights);
console.log(`A month by list prices of ${PRICES_ON}`);
console.table(bills);
if (!fits) {
  console.error('With exports, a night takes longer than a day.');
  process.exitCode = 1;
}
