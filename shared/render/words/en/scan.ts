import type { Sensor } from '../../../governance/sensor.ts';
import type { ScanLine } from '../../../reports/findingLine.ts';
import type { Figure } from '../plural.ts';
import { plural } from './plural.ts';

/** What is watched, and by what. */
export const scan = {
  sensors: {
    defenderPlan: 'Defender plan',
    defenderSensor: 'Defender sensor',
    policyAddon: 'Policy add-on',
    defender: 'Defender recommendations',
    policy: 'Azure Policy',
    gatekeeper: 'Gatekeeper',
    pods: 'Pods',
    posture: 'Settings',
  } satisfies Record<Sensor, string>,
  kinds: { cluster: 'cluster', registry: 'registry', subscription: 'subscription' } satisfies Record<
    ScanLine['kind'],
    string
  >,
  states: { off: 'off', unknown: 'unknown' },
  sensor: (name: string, state: string) => `${name} ${state}`,
  sensorWhy: (name: string, state: string, why: string) => `${name} ${state}: ${why}`,
  title: 'What was scanned',
  note: 'That nothing is open where nothing looked is no good news.',
  place: 'Cluster, registry or subscription',
  open: 'Open',
  lastLooked: 'Last looked',
  never: 'never',
  empty: 'Nothing was scanned: no cluster, registry or subscription is known.',
  notScanned: 'not scanned',
  fromBefore: (count: string) => `${count} from before`,
  inPart: 'in part',
  scannedInPart: 'scanned in part',
  scanned: 'scanned',
  unknownChecks: (count: Figure, example: string) =>
    `${plural(count, { one: '# check', other: '# checks' })} without an answer, such as ${example}`,
  nothingLooked: 'Not scanned: nothing looked, so nothing is known.',
  notInFull: (sentence: string, names: string) => `${sentence} Not scanned in full: ${names}.`,
  nothingKnown: 'nothing is known',
  someNotScanned: (count: string, total: string) => `${count} of ${total} not scanned`,
  someInPart: (count: string, total: string) => `${count} of ${total} in part`,
};
