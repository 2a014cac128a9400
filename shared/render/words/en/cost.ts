import type { CostGroup, Effect } from '../../../analysis/movement.ts';
import type { ChargeKind, CostCategory } from '../../../model/cost.ts';
import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** What cost is made of, why it moved, where it leads and what of it is wasted. */
export const cost = {
  kinds: {
    direct: 'direct',
    idle: 'idle',
    shared: 'shared',
    overhead: 'overhead',
    adjustment: 'adjustments',
  } satisfies Record<ChargeKind, string>,
  categories: {
    compute: 'compute',
    storage: 'storage',
    network: 'network',
    loadBalancer: 'load balancers',
    controlPlane: 'control plane',
    monitoring: 'monitoring',
    security: 'security',
    registry: 'registry',
    other: 'other',
  } satisfies Record<CostCategory, string>,
  /** Kinds of cost as a change is explained by them. */
  groups: {
    compute: 'CPU and memory',
    storage: 'storage',
    network: 'network',
    platform: 'cluster services',
    adjustment: 'adjustments',
  } satisfies Record<CostGroup, string>,
  /** What an effect is called beside its amount. */
  effects: {
    new: 'new',
    gone: 'gone',
    reallocation: 'moved between teams',
    usage: 'usage',
    price: 'unit cost',
    cost: 'cost without a quantity',
    adjustment: 'adjustments',
  } satisfies Record<Effect, string>,

  beforeNotRead: 'before: not read',
  asBefore: (before: string) => `as before, ${before}`,
  upFrom: (before: string) => `up from ${before}`,
  downFrom: (before: string) => `down from ${before}`,

  place: (namespace: string, cluster: string) => `${namespace} on ${cluster}`,
  wholeCluster: (cluster: string) => `${cluster} as a whole`,
  noNamespace: '(whole cluster)',

  nothingChanged: 'Nothing changed.',
  /** `+€20.25 in all: +€30.00 usage, -€9.75 gone.` */
  changed: (change: string, parts: string) => `${change} in all: ${parts}.`,
  part: (amount: string, effect: string) => `${amount} ${effect}`,
  moved: (place: string, change: string) => `${place}: ${change}.`,
  movedBecause: (place: string, change: string, why: string) => `${place}: ${change}, ${why}.`,
  movedOfIt: (place: string, change: string, parts: string) => `${place}: ${change}, of it ${parts}.`,
  why: {
    new: (what: string) => `new (${what})`,
    gone: (what: string) => `gone (${what})`,
    toOtherTeam: 'charged to another team now',
    fromOtherTeam: 'charged to another team before',
    usedMore: (what: string, percent: string) => `because it took ${percent} more ${what}`,
    usedLess: (what: string, percent: string) => `because it took ${percent} less ${what}`,
    usedMuchTheSame: (what: string) => `because it took a little more or less ${what}`,
    costMore: (what: string) => `because a unit of ${what} cost more`,
    costLess: (what: string) => `because a unit of ${what} cost less`,
    untold: (what: string) => `for ${what}, of which no quantity is told`,
    adjusted: 'by corrections, discounts and credits',
  },

  forecast: (amount: string, error: string, backTests: Figure) =>
    `Forecast to month end ${amount} (±${error} in ${plural(backTests, { one: '# back-test', other: '# back-tests' })})`,
  noForecast: {
    monthIsOver: 'The month is over',
    nothingSpent: 'No forecast: nothing was spent lately',
    tooFewDays: (read: Figure, needed: string) =>
      `No forecast to month end: ${plural(read, { one: '# day of cost was read', other: '# days of cost were read' })}, ${needed} are needed`,
  },
  sentence: (text: string) => `${text}.`,
  /** The forecast beside the budget. */
  forecastOfBudget: (forecast: string, percent: string, budget: string, used: string) =>
    `${forecast}, ${percent} of the budget of ${budget}, of which ${used} is used.`,
  budgetUsed: (used: string, budget: string, forecast: string) =>
    `${used} of the budget of ${budget} is used. ${forecast}.`,
  noteForecast: (amount: string) => `forecast ${amount}`,
  noteBudget: (amount: string) => `budget ${amount}`,

  anomaly: (place: string, amount: string, days: string, usual: string) =>
    `${place}: ${amount} on ${days}, where about ${usual} is usual.`,

  sizing: (cores: string, mib: string) => `${cores} cores and ${mib} MiB`,
  used: (cores: string, mib: string) => `${cores} and ${mib}`,
  rightSizing: (workload: string, asked: string, used: string, better: string, saving: string) =>
    `${workload} asks for ${asked} and uses ${used} on average; asking for ${better} would save about ${saving} a month.`,
  workload: (workload: string, place: string) => `${workload} of ${place}`,
  untold: (workloads: Figure) =>
    plural(workloads, {
      one: 'What one workload asked for and used is not told by the allocation source.',
      other: 'What # workloads asked for and used is not told by the allocation source.',
    }),
  efficiencyBoth: (cpu: string, ram: string, saving: string) =>
    `Workloads use ${cpu} of the CPU and ${ram} of the memory that they ask for; right-sizing would save about ${saving} a month.`,
  efficiencyCpu: (cpu: string, saving: string) =>
    `Workloads use ${cpu} of the CPU that they ask for; right-sizing would save about ${saving} a month.`,
  efficiencyRam: (ram: string, saving: string) =>
    `Workloads use ${ram} of the memory that they ask for; right-sizing would save about ${saving} a month.`,
  nothingAsked: 'Nothing asks for CPU or memory.',
};
