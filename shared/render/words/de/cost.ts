import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const cost = {
  kinds: {
    direct: 'direkt',
    idle: 'ungenutzt',
    shared: 'gemeinsam',
    overhead: 'Gemeinkosten',
    adjustment: 'Anpassungen',
  },
  categories: {
    compute: 'Rechenleistung',
    storage: 'Speicher',
    network: 'Netzwerk',
    loadBalancer: 'Load Balancer',
    controlPlane: 'Steuerungsebene',
    monitoring: 'Überwachung',
    security: 'Sicherheit',
    registry: 'Registry',
    other: 'Sonstiges',
  },
  groups: {
    compute: 'CPU und Arbeitsspeicher',
    storage: 'Speicher',
    network: 'Netzwerk',
    platform: 'Clusterdienste',
    adjustment: 'Anpassungen',
  },
  effects: {
    new: 'neu',
    gone: 'weggefallen',
    reallocation: 'zwischen Teams verschoben',
    usage: 'Verbrauch',
    price: 'Stückkosten',
    cost: 'Kosten ohne Mengenangabe',
    adjustment: 'Anpassungen',
  },

  beforeNotRead: 'zuvor: nicht gelesen',
  asBefore: (before) => `wie zuvor, ${before}`,
  upFrom: (before) => `gestiegen von ${before}`,
  downFrom: (before) => `gesunken von ${before}`,

  place: (namespace, cluster) => `${namespace} auf ${cluster}`,
  wholeCluster: (cluster) => `${cluster} als Ganzes`,
  noNamespace: '(ganzer Cluster)',

  nothingChanged: 'Nichts hat sich geändert.',
  changed: (change, parts) => `${change} insgesamt: ${parts}.`,
  part: (amount, effect) => `${amount} ${effect}`,
  moved: (place, change) => `${place}: ${change}.`,
  movedBecause: (place, change, why) => `${place}: ${change}, ${why}.`,
  movedOfIt: (place, change, parts) => `${place}: ${change}, davon ${parts}.`,
  why: {
    new: (what) => `neu (${what})`,
    gone: (what) => `weggefallen (${what})`,
    toOtherTeam: 'jetzt einem anderen Team belastet',
    fromOtherTeam: 'zuvor einem anderen Team belastet',
    usedMore: (what, percent) => `durch ${percent} mehr Verbrauch (${what})`,
    usedLess: (what, percent) => `durch ${percent} weniger Verbrauch (${what})`,
    usedMuchTheSame: (what) => `durch etwas mehr oder weniger Verbrauch (${what})`,
    costMore: (what) => `durch höhere Stückkosten (${what})`,
    costLess: (what) => `durch niedrigere Stückkosten (${what})`,
    untold: (what) => `für ${what}, ohne Mengenangabe`,
    adjusted: 'durch Korrekturen, Rabatte und Gutschriften',
  },

  forecast: (amount, error, backTests) =>
    `Prognose zum Monatsende ${amount} (±${error} in ${plural(backTests, { one: '# Rückvergleich', other: '# Rückvergleichen' })})`,
  noForecast: {
    monthIsOver: 'Der Monat ist vorbei',
    nothingSpent: 'Keine Prognose: Zuletzt fielen keine Kosten an',
    tooFewDays: (read, needed) =>
      `Keine Prognose zum Monatsende: Kosten von ${plural(read, { one: '# Tag', other: '# Tagen' })} wurden gelesen, nötig sind ${needed}`,
  },
  sentence: (text) => `${text}.`,
  forecastOfBudget: (forecast, percent, budget, used) =>
    `${forecast}; das sind ${percent} des Budgets von ${budget}, von dem ${used} verbraucht sind.`,
  budgetUsed: (used, budget, forecast) => `${used} des Budgets von ${budget} sind verbraucht. ${forecast}.`,
  noteForecast: (amount) => `Prognose ${amount}`,
  noteBudget: (amount) => `Budget ${amount}`,

  anomaly: (place, amount, days, usual) => `${place}: ${amount} am ${days}; üblich sind etwa ${usual}.`,

  sizing: (cores, mib) => `${cores} Kerne und ${mib} MiB`,
  used: (cores, mib) => `${cores} und ${mib}`,
  rightSizing: (workload, asked, used, better, saving) =>
    `${workload} fordert ${asked} an und nutzt im Mittel ${used}; ${better} genügen und sparen etwa ${saving} im Monat.`,
  workload: (workload, place) => `${workload} in ${place}`,
  untold: (workloads) =>
    plural(workloads, {
      one: 'Was ein Workload angefordert und genutzt hat, sagt die Quelle der Verbrauchsaufteilung nicht.',
      other: 'Was # Workloads angefordert und genutzt haben, sagt die Quelle der Verbrauchsaufteilung nicht.',
    }),
  efficiencyBoth: (cpu, ram, saving) =>
    `Die Workloads nutzen ${cpu} der CPU und ${ram} des Arbeitsspeichers, die sie anfordern; passend bemessen wären etwa ${saving} im Monat gespart.`,
  efficiencyCpu: (cpu, saving) =>
    `Die Workloads nutzen ${cpu} der CPU, die sie anfordern; passend bemessen wären etwa ${saving} im Monat gespart.`,
  efficiencyRam: (ram, saving) =>
    `Die Workloads nutzen ${ram} des Arbeitsspeichers, den sie anfordern; passend bemessen wären etwa ${saving} im Monat gespart.`,
  nothingAsked: 'Nichts fordert CPU oder Arbeitsspeicher an.',
} satisfies Words['cost'];
