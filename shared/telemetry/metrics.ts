import { metrics } from '@opentelemetry/api';

/**
 * Every metric, its unit in UCUM, and the attributes that it may have: words of the code, so that there are few of them.
 * https://opentelemetry.io/docs/specs/semconv/general/metrics/
 */
export const METRICS = {
  'purser.collect.rows': {
    ...{ kind: 'counter', unit: '{row}', attributes: ['source'] },
    description: 'Entries of readings that were kept.',
  },
  'purser.collect.seconds': {
    ...{ kind: 'histogram', unit: 's', attributes: ['source', 'outcome'] },
    description: 'How long one source took to read for one scope.',
  },
  'purser.throttled': {
    ...{ kind: 'counter', unit: '{answer}', attributes: ['source'] },
    description: 'Tasks whose source asked to wait.',
  },
  'purser.retries': {
    ...{ kind: 'counter', unit: '{task}', attributes: ['stage'] },
    description: 'Tasks that were put back for later.',
  },
  'purser.pool': {
    ...{ kind: 'gauge', unit: '1', attributes: ['currency'] },
    description: 'Amount that the latest chargeback divides; a float for charts, not for books.',
  },
  'purser.unowned.share': {
    ...{ kind: 'gauge', unit: '1', attributes: ['currency'] },
    description: 'Part of that amount that belongs to no team, from 0 to 1.',
  },
  'purser.findings': {
    ...{ kind: 'gauge', unit: '{finding}', attributes: ['severity', 'actor'] },
    description: 'Open findings of the latest governance report, by severity and once more by actor.',
  },
  'purser.deliveries': {
    ...{ kind: 'counter', unit: '{delivery}', attributes: ['state', 'channel', 'transport'] },
    description: 'What became of deliveries, each try counted.',
  },
  'purser.poison': {
    ...{ kind: 'counter', unit: '{message}', attributes: ['function'] },
    description: 'Messages that failed for the last time and went to the poison queue.',
  },
  'purser.report.seconds': {
    ...{ kind: 'histogram', unit: 's', attributes: ['kind', 'outcome'] },
    description: 'How long the reports of one kind and period took to build.',
  },
} as const satisfies Record<string, MetricDefinition>;

interface MetricDefinition {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly unit: string;
  readonly attributes: readonly string[];
  readonly description: string;
}

export type MetricName = keyof typeof METRICS;
type AttributeOf<N extends MetricName> = (typeof METRICS)[N]['attributes'][number];

/** Adds to a counter, records in a histogram or sets a gauge, as the metric is defined; nothing without an SDK. */
export function measure<N extends MetricName>(
  name: N,
  value: number,
  attributes: Readonly<Partial<Record<AttributeOf<N>, string>>>,
): void {
  const { kind, unit, description } = METRICS[name];
  // Asked for every time: an instrument made before the SDK is there would stay without effect.
  const meter = metrics.getMeter('purser');
  const described = { unit, description };
  if (kind === 'counter') meter.createCounter(name, described).add(value, attributes);
  else if (kind === 'histogram') meter.createHistogram(name, described).record(value, attributes);
  else meter.createGauge(name, described).record(value, attributes);
}
