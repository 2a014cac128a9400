import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const scan = {
  sensors: {
    defenderPlan: 'Defender-Plan',
    defenderSensor: 'Defender-Sensor',
    policyAddon: 'Policy-Add-on',
    defender: 'Defender-Empfehlungen',
    policy: 'Azure Policy',
    gatekeeper: 'Gatekeeper',
    pods: 'Pods',
    posture: 'Einstellungen',
  },
  kinds: { cluster: 'Cluster', registry: 'Registry', subscription: 'Abonnement' },
  states: { off: 'aus', unknown: 'unbekannt' },
  sensor: (name, state) => `${name} ${state}`,
  sensorWhy: (name, state, why) => `${name} ${state}: ${why}`,
  title: 'Was geprüft wurde',
  note: 'Dass nichts offen ist, wo niemand hingesehen hat, ist keine gute Nachricht.',
  place: 'Cluster, Registry oder Abonnement',
  open: 'Offen',
  lastLooked: 'Zuletzt geprüft',
  never: 'nie',
  empty: 'Nichts wurde geprüft: Es ist kein Cluster, keine Registry und kein Abonnement bekannt.',
  notScanned: 'nicht geprüft',
  fromBefore: (count) => `${count} von früher`,
  inPart: 'teilweise',
  scannedInPart: 'teilweise geprüft',
  scanned: 'geprüft',
  unknownChecks: (count, example) =>
    `${plural(count, { one: '# Prüfung', other: '# Prüfungen' })} ohne Ergebnis, etwa ${example}`,
  nothingLooked: 'Nicht geprüft: Niemand hat hingesehen, also ist nichts bekannt.',
  notInFull: (sentence, names) => `${sentence} Nicht vollständig geprüft: ${names}.`,
  nothingKnown: 'nichts ist bekannt',
  someNotScanned: (count, total) => `${count} von ${total} nicht geprüft`,
  someInPart: (count, total) => `${count} von ${total} teilweise geprüft`,
} satisfies Words['scan'];
