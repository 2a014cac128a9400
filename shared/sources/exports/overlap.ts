import type { Run } from './manifest.ts';

/**
 * Says whether two exports may hold the same charges: one scope within the other, or a subscription and a
 * billing scope. Two subscriptions, two resource groups, or two billing accounts hold different ones.
 */
export function mayOverlap(a: Run, b: Run): boolean {
  if (a.scope === undefined || b.scope === undefined) return true;
  if (a.scope === b.scope) return true;
  const [inA, inB] = [a.scope, b.scope].map(isSubscription);
  if (inA !== inB) return true;
  return `${a.scope}/`.startsWith(`${b.scope}/`) || `${b.scope}/`.startsWith(`${a.scope}/`);
}

/** Says whether an export is of one subscription as a whole. */
export function isOfSubscription(run: Run, subscriptionId: string): boolean {
  return run.scope === `/subscriptions/${subscriptionId}`;
}

/**
 * Chooses from exports that hold one sum of the same subscription and day: the preferred one, and with it
 * those that hold other charges. FOCUS comes first, since both its sums are of one run; then the latest.
 */
export function chooseRuns(runs: readonly Run[]): readonly Run[] {
  const chosen: Run[] = [];
  for (const run of [...runs].sort(byPreference)) {
    if (!chosen.some((other) => mayOverlap(run, other))) chosen.push(run);
  }
  return chosen;
}

function byPreference(a: Run, b: Run): number {
  if ((a.type === 'focus') !== (b.type === 'focus')) return a.type === 'focus' ? -1 : 1;
  return b.submitted.getTime() - a.submitted.getTime() || (a.subject < b.subject ? -1 : 1);
}

function isSubscription(scope: string): boolean {
  return scope.startsWith('/subscriptions/');
}
