import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const coverage = {
  nothing:
    'Es gibt noch nichts zu lesen: Kein Tag des Zeitraums ist vorbei, oder es ist keine Umgebung bekannt.',
  all: (sources) => `Alles wurde gelesen, kein Tag fehlt: ${sources}.`,
  gaps: (gaps) => `Nicht alles wurde gelesen. Es fehlt: ${gaps}.`,
  gap: (source, name, missing, expected) =>
    `${source} von ${name} (${missing} von ${plural(expected, { one: '# Tag', other: '# Tagen' })})`,
  more: (count) => plural(count, { other: 'und # weitere' }),
  title: 'Was fehlt',
  columns: { source: 'Quelle', read: 'Gelesene Tage' },
  place: (source, name) => `${source}: ${name}`,
  readOf: (read, expected) => `${read} von ${expected}`,
  missing: (days) => `es fehlt: ${days}`,
  sources: {
    inventory: 'Bestand',
    'cost.effective': 'Rechnung (effektive Kosten)',
    'cost.billed': 'Rechnung (berechnete Kosten)',
    allocation: 'Verbrauchsaufteilung',
    metering: 'Messung',
    resources: 'Ressourcen-Tags',
    kubernetes: 'Workloads',
    policy: 'Azure Policy',
    defender: 'Defender',
    posture: 'Sicherheitseinstellungen',
  },
  read: {
    inventory: () => 'der Bestand',
    'cost.effective': (count) =>
      plural(count, { one: 'die Rechnung eines Abonnements', other: 'die Rechnungen von # Abonnements' }),
    'cost.billed': (count) =>
      plural(count, { one: 'die Rechnung eines Abonnements', other: 'die Rechnungen von # Abonnements' }),
    allocation: (count) =>
      plural(count, {
        one: 'die Verbrauchsaufteilung eines Clusters',
        other: 'die Verbrauchsaufteilung von # Clustern',
      }),
    metering: (count) =>
      plural(count, { one: 'die Messung eines Clusters', other: 'die Messung von # Clustern' }),
    resources: (count) =>
      plural(count, {
        one: 'die Ressourcen-Tags eines Abonnements',
        other: 'die Ressourcen-Tags von # Abonnements',
      }),
    kubernetes: (count) =>
      plural(count, { one: 'die Workloads eines Clusters', other: 'die Workloads von # Clustern' }),
    policy: (count) =>
      plural(count, { one: 'Azure Policy eines Abonnements', other: 'Azure Policy von # Abonnements' }),
    defender: (count) =>
      plural(count, { one: 'Defender eines Abonnements', other: 'Defender von # Abonnements' }),
    posture: (count) =>
      plural(count, {
        one: 'die Sicherheitseinstellungen eines Abonnements',
        other: 'die Sicherheitseinstellungen von # Abonnements',
      }),
  },
} satisfies Words['coverage'];
