import { OUTSIDE_NAME } from '../../allocation/outside.ts';
import { UNOWNED } from '../../model/cost.ts';
import { addDays, type Day } from '../../model/time.ts';
import { readReason } from '../../reports/ownerReason.ts';
import type { Formatter } from '../formatter.ts';
import type { Words } from '../words/en/en.ts';

/** What a team is called; nobody has a name in every language. */
export function nameTeam(
  { team, teamName }: { readonly team: string; readonly teamName: string },
  { frame }: Words,
): string {
  return team === UNOWNED ? frame.unowned : teamName;
}

/** What a cluster is called; what lies outside of all has a name in every language. */
export function nameCluster(clusterName: string, { frame }: Words): string {
  return clusterName === OUTSIDE_NAME ? frame.outside : clusterName;
}

/** `shop on aks-prod`, or the cluster alone where no namespace is charged. */
export function sayPlace(
  { clusterName, namespace }: { readonly clusterName: string; readonly namespace: string },
  words: Words,
): string {
  const cluster = nameCluster(clusterName, words);
  return namespace === '' ? words.cost.wholeCluster(cluster) : words.cost.place(namespace, cluster);
}

/** Why something is whose it is; what is in words of the operator's own stays as it is. */
export function sayOwnerReason(text: string, { reason }: Words): string {
  const known = readReason(text);
  if (!known) return text;
  const [first = '', second = '', third = ''] = known.values;
  return reason[known.form](first, second, third);
}

/** Names that a sentence lists before the rest is only counted. */
const NAMED = 6;

/** `a, b and 3 more` */
export function listNames(names: readonly string[], { words, figure }: Formatter, limit = NAMED): string {
  const hidden = names.length - limit;
  const listed = names.slice(0, limit).join(', ');
  return hidden > 0 ? words.table.andMore(listed, figure(hidden)) : listed;
}

/** Days in order, those in a row as a range: `Oct 5, 2026 and Oct 7 – 9, 2026`. */
export function listDays(days: readonly Day[], formatter: Formatter): string {
  const runs: { from: Day; to: Day }[] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last && addDays(last.to, 1) === day) last.to = day;
    else runs.push({ from: day, to: day });
  }
  return formatter.list(
    runs.map(({ from, to }) => (from === to ? formatter.day(from) : formatter.days(from, to))),
  );
}
