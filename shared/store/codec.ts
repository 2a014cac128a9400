import { StoreError } from '../model/errors.ts';
import type { DefenderState, PolicyState } from '../model/governance.ts';
import { type Amount, parseAmount } from '../model/money.ts';
import type { Readings, Source } from '../model/reading.ts';

/** What a value is in JSON: amounts are exact decimal strings there, everything else is itself. */
export type Stored<T> = T extends bigint
  ? string
  : T extends object
    ? { readonly [K in keyof T]: Stored<T[K]> }
    : T;

/** How the reading of one source is kept. Writing needs no word: canonical JSON writes amounts itself. */
interface Codec<S extends Source> {
  decode(stored: Stored<Readings[S]>): Readings[S];
  /** Rows a reader would count, for `status`. */
  countRows(data: Readings[S]): number;
}

const costRows: Codec<'cost.effective' | 'cost.billed'> = {
  decode: (rows) => rows.map((row) => ({ ...row, amount: toAmount(row.amount) })),
  countRows: (rows) => rows.length,
};

/** What readings kept before version 0.2 did not have. */
const NOT_TOLD = { nodePool: '', gpuHours: 0, requested: undefined, used: undefined, efficiency: undefined };

const allocationDay: Codec<'allocation' | 'metering'> = {
  decode: ({ rows, ...day }) => ({
    ...day,
    idleTold: day.idleTold ?? true,
    rows: rows.map(({ cost, ...row }) => ({
      ...NOT_TOLD,
      ...row,
      cost: {
        cpu: toAmount(cost.cpu),
        ram: toAmount(cost.ram),
        gpu: toAmount(cost.gpu),
        pv: toAmount(cost.pv),
        network: toAmount(cost.network),
        loadBalancer: toAmount(cost.loadBalancer),
      },
    })),
  }),
  countRows: ({ rows }) => rows.length,
};

const NO_CONSTRAINTS = { constraints: [], constraintsRead: false, warnings: [] };

const CODECS: { readonly [S in Source]: Codec<S> } = {
  inventory: {
    decode: (inventory) => inventory,
    countRows: ({ clusters, registries, subscriptions }) =>
      clusters.length + registries.length + subscriptions.length,
  },
  'cost.effective': costRows,
  'cost.billed': costRows,
  allocation: allocationDay,
  metering: allocationDay,
  resources: { decode: (resources) => resources, countRows: (resources) => resources.length },
  kubernetes: {
    decode: (state) => ({ ...NO_CONSTRAINTS, ...state }),
    countRows: ({ namespaces, workloads, nodes }) => namespaces.length + workloads.length + nodes.length,
  },
  policy: {
    decode: completePolicy,
    countRows: ({ components, summaries }) => components.length + summaries.length,
  },
  defender: {
    decode: completeDefender,
    countRows: ({ assessments, alerts }) => assessments.length + alerts.length,
  },
  posture: {
    decode: (state) => state,
    countRows: ({ clusters, registries }) => clusters.length + registries.length,
  },
};

/** Makes a reading of what was kept. */
export function decodeReading<S extends Source>(source: S, stored: Stored<Readings[S]>): Readings[S] {
  return CODECS[source].decode(stored);
}

export function countRows<S extends Source>(source: S, data: Readings[S]): number {
  return CODECS[source].countRows(data);
}

/** Fills in what readings of an earlier version did not have. */
function completePolicy(state: PolicyState): PolicyState {
  if (state.warnings !== undefined) return state;
  return {
    components: state.components.map((component) => ({ ...component, exemptionId: '' })),
    summaries: state.summaries.map((summary) => ({ ...summary, setDisplayName: '', definitions: [] })),
    exemptions: [],
    componentsLost: 0,
    warnings: [],
  };
}

/** Fills in what readings of an earlier version did not have; those have no warnings either. */
function completeDefender(state: DefenderState): DefenderState {
  if (state.warnings !== undefined) return state;
  const { assessments, alerts, secureScore, plans } = state;
  const software = { indexDigest: '', tags: [] };
  const assessment = { dueOn: undefined, owner: '', gracePeriod: false, promisedOn: undefined };
  const alert = { description: '', pod: '', image: '', techniques: [] };
  return {
    assessments: assessments.map((one) => ({
      ...assessment,
      ...one,
      ...(one.software === undefined ? {} : { software: { ...software, ...one.software } }),
    })),
    assessed: undefined,
    alerts: alerts.map((one) => ({ ...alert, ...one })),
    secureScore: secureScore && { ...secureScore, controls: secureScore.controls ?? [] },
    standards: [],
    plans: plans.map((plan) => ({ ...plan, subPlan: plan.subPlan ?? '', extensions: plan.extensions ?? [] })),
    assessmentsLost: 0,
    warnings: [],
  };
}

function toAmount(text: string): Amount {
  if (text === '0') return 0n;
  const amount = parseAmount(text);
  if (amount === undefined) {
    throw new StoreError(
      'A kept reading has an amount that is no decimal number.',
      'Collect the source and day again.',
    );
  }
  return amount;
}
