import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const notice = {
  channels: { mail: 'Mail', teams: 'Teams' },
  deliveries: {
    failed: 'fehlgeschlagen',
    uncertain: 'ungewiss',
    poisoned: 'aufgegeben',
    skipped: 'übersprungen',
  },
  sentAgain: (day) =>
    `Dieser Bericht ging schon einmal hinaus und wurde am ${day} auf Wunsch erneut gesendet.`,
  moreRemarks: (count) =>
    plural(count, {
      one: 'Dazu eine weitere Bemerkung dieser Art zu einzelnen Clustern und Tagen.',
      other: 'Dazu # weitere Bemerkungen dieser Art zu einzelnen Clustern und Tagen.',
    }),
  withheldRemarks: (count) =>
    plural(count, {
      one: 'Eine Bemerkung einer Quelle steht im Bericht der Organisation, da sie Fremdes nennen kann.',
      other: '# Bemerkungen von Quellen stehen im Bericht der Organisation, da sie Fremdes nennen können.',
    }),
  runningMonth: (period) => `${period} ist noch nicht zu Ende; dies ist der bisherige Monat.`,
  severalCurrencies: 'Es gibt mehrere Währungen; jede wird für sich verrechnet, addiert werden sie nie.',
  noAllocation:
    'Ein Teil der Kosten ließ sich nicht aufteilen, weil keine Verbrauchsaufteilung gelesen wurde; bis dahin bleibt er ohne Zuordnung.',
  unbilled: (cluster, days) =>
    `${cluster} wurde am ${days} genutzt, die Rechnung enthält dafür aber nichts: Niemand wird belastet.`,
  partialDays: (cluster, days, fewest) =>
    `${cluster}: Die Verbrauchsaufteilung umfasst weniger als 24 Stunden von ${days}, mindestens ${fewest}; der ganze Tag wird nach den vorhandenen Stunden aufgeteilt.`,
  idleUntold: (cluster, days) =>
    `${cluster}: Die Verbrauchsaufteilung konnte ungenutzte Kapazität am ${days} nicht ausweisen; wer die Maschinen genutzt hat, trägt sie ganz.`,
  untagged: (subscriptions) =>
    `Die Ressourcen-Tags von ${subscriptions} wurden nicht gelesen: Datenträger, Load Balancer und getaggte Ressourcen werden aufgeteilt, als hätten sie keine.`,
  nothingScanned: 'Nichts wurde geprüft: Es ist weder ein Cluster noch eine Registry bekannt.',
  notScanned: (names) =>
    `Nicht geprüft: ${names}. Dass von dort nichts gemeldet wird, heißt nicht, dass alles sicher ist.`,
  partlyScanned: (names) =>
    `Nur teilweise geprüft: ${names}. Dort kann mehr im Argen liegen, als gemeldet wird.`,
  sensorOff: (names) =>
    `Der Defender-Sensor ist auf ${names} ausgeschaltet: Bedrohungen zur Laufzeit bleiben dort unbemerkt.`,
  policyAddonOff: (names) =>
    `Das Azure-Policy-Add-on ist auf ${names} ausgeschaltet: Azure Policy sieht nichts von dem, was dort läuft.`,
  notDelivered: (report, audience, channel, state, tries, problem) =>
    `Nicht zugestellt: ${report} an ${audience} über ${channel} (${state} nach ${plural(tries, { one: '# Versuch', other: '# Versuchen' })}). ${problem}`,
} satisfies Words['notice'];
