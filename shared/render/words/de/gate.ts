import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const gate = {
  place: (figure, cluster) => `${figure} (${cluster})`,
  more: (sentence, count) =>
    `${sentence} ${plural(count, { one: 'Ein weiterer Cluster liegt ebenfalls außerhalb des Bandes.', other: '# weitere Cluster liegen ebenfalls außerhalb des Bandes.' })}`,
  all: 'mehr als alles',
  times: (ratio) => `das ${ratio}-Fache`,
  negativeIdle: (places, allowed) =>
    `Die Verbrauchsaufteilung hat mehr vergeben, als die Maschinen hatten: Die ungenutzte Kapazität liegt um ${places} des Vergebenen unter null; erlaubt sind ${allowed}.`,
  billRatio: (places, min, max) =>
    `Die eigene Schätzung der Verbrauchsaufteilung beträgt ${places} der Rechnung; erlaubt ist das ${min}- bis ${max}-Fache.`,
  monthOf: (ratio, month, currency) => `das ${ratio}-Fache von ${month} in ${currency}`,
  monthRatio: (totals, min, max) => `Die Summe beträgt ${totals}; erlaubt ist das ${min}- bis ${max}-Fache.`,
  share: (percent, currency) => `${percent} der ${currency}`,
  some: (currency) => `ein Teil der ${currency}`,
  unownedShare: (shares, allowed) => `Ohne Zuordnung: ${shares}; erlaubt sind ${allowed}.`,
  coverageNothing: (asked) => `Nichts von dem, was der Monat braucht, wurde gelesen; verlangt sind ${asked}.`,
  coverage: (read, asked, missing) =>
    `Nur ${read} von dem, was der Monat braucht, wurden gelesen; verlangt sind ${asked}. Am meisten fehlt von ${missing}.`,
  reconciliation: (difference, notCharged) =>
    `${difference} der Rechnung liegen weder in einem Pool noch außerhalb, und ${notCharged} der Pools sind nicht verrechnet.`,
  remedies: {
    negativeIdle:
      'Suchen Sie Pods, die doppelt gezählt werden, und Maschinen, die die Verbrauchsaufteilung nicht kennt; cost.gate.negativeIdle legt fest, was erlaubt ist.',
    billRatio:
      'Vergleichen Sie Preise, Währung und Tage der Verbrauchsaufteilung mit der Rechnung; cost.gate.billRatio legt das Band fest.',
    monthRatio:
      'Sehen Sie nach, welche Cluster gewachsen oder entfallen sind; eine echte Änderung wird freigegeben, cost.gate.monthRatio legt das Band fest.',
    unownedShare:
      'Versehen Sie die Namespaces, die der Bericht ohne Zuordnung aufführt, mit Labels, oder ergänzen Sie Zuordnungsregeln; cost.gate.unownedShare legt fest, was erlaubt ist.',
    coverage: 'Lesen Sie nach, was fehlt; cost.gate.coveredShare legt fest, was verlangt ist.',
  },
} satisfies Words['gate'];
