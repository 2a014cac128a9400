import { countViolations, type ViolationCount } from '../governance/truncation.ts';
import type { ArmId, KubernetesState } from '../model/estate.ts';
import type { PolicyState } from '../model/governance.ts';
import type { Day } from '../model/time.ts';

/** Counts what breaks each control in each cluster, one subscription after another, so that none has to be held. */
export class ViolationBook {
  readonly #day: Day;
  readonly #kubernetes: ReadonlyMap<ArmId, KubernetesState>;
  readonly #counts = new Map<string, ViolationCount>();

  /** @param kubernetes what the clusters themselves say, whose totals stand before Azure's lists */
  constructor(day: Day, kubernetes: ReadonlyMap<ArmId, KubernetesState>) {
    this.#day = day;
    this.#kubernetes = kubernetes;
    this.#count(new Map());
  }

  /** Adds Azure Policy of one subscription, each subscription once. */
  add(state: PolicyState): void {
    this.#count(new Map([['', state]]));
  }

  /** Sorted by cluster and control. */
  list(): readonly ViolationCount[] {
    return [...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
  }

  #count(policy: ReadonlyMap<string, PolicyState>): void {
    for (const count of countViolations({ day: this.#day, policy, kubernetes: this.#kubernetes })) {
      this.#counts.set(`${count.clusterId}|${count.control}`, count);
    }
  }
}
