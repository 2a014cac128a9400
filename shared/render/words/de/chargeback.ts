import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const chargeback = {
  charged: 'Den Teams belastet',
  chargedNote: 'effektive Kosten der Cluster',
  chargedMoved: (change) => `effektive Kosten; ${change} gegenüber dem Vormonat`,
  chargedTeam: 'Belastet',
  chargedTeamNote: 'effektive Kosten',
  difference: 'Differenz zur Rechnung',
  differenceTies: 'jeder Cent ist nachgewiesen',
  differenceOpen: 'siehe Abstimmung',
  billed: 'Für die Cluster berechnet',
  billedNote: 'stimmt mit der Rechnung überein',
  adjustments: 'Anpassungen',
  adjustmentsNote: (lines, origins) =>
    `${plural(lines, { one: '# Position', other: '# Positionen' })}: ${origins}`,
  noAdjustments: 'keine in diesem Monat',
  unowned: 'Ohne Zuordnung',
  unownedShare: (percent) => `${percent} der Summe; kein Team benannt`,
  unownedNote: 'kein Team benannt',

  amount: 'Betrag',
  share: 'Anteil',
  byCostCenter: 'Nach Kostenstelle',
  costCenter: 'Kostenstelle',
  byTeam: 'Nach Team',
  team: 'Team',
  noTeam: 'Keinem Team wird etwas belastet.',
  part: (kind, amount) => `${kind} ${amount}`,
  byCluster: 'Nach Cluster',
  cluster: 'Cluster',
  byKind: 'Woraus sich der Betrag zusammensetzt',
  kind: 'Art der Belastung',
  bookedOn: (costCenter, glAccount) => `Kostenstelle ${costCenter}, Sachkonto ${glAccount}.`,
  kinds: {
    direct: 'Eigene Nutzung',
    idle: 'Ungenutzte Kapazität',
    shared: 'Gemeinsame Namespaces',
    overhead: 'Gemeinkosten der Cluster',
    adjustment: 'Anpassungen',
  },
  resourceGroup: 'Ressourcengruppe',
  outside: 'Außerhalb der Cluster, nach Ressourcengruppe',
  emptyParts: 'Nichts anzuzeigen.',

  lines: 'Größte Positionen',
  namespace: 'Namespace',
  noLine: 'Keine Position ist gebucht.',
  ofItsPool: (percent) => `${percent} des Pools`,

  moved: 'Was sich seit dem Vormonat verändert hat',

  adjusted: 'Korrekturen und Vereinbarungen',
  adjustedNote: 'In diesem Monat gebucht; ein abgeschlossener Monat selbst ändert sich nie.',
  origin: 'Aus welchem Monat',
  agreed: 'vereinbarte Rabatte, Aufschläge und Gutschriften',
  adjustedLines: (lines, teams) =>
    `${plural(lines, { one: '# Position', other: '# Positionen' })}, ${plural(teams, { one: 'ein Team', other: '# Teams' })}`,

  unownedTitle: 'Kosten ohne Zuordnung',
  unownedTableNote: 'Niemandem belastet, bis ein Label oder eine Regel ein Team nennt.',
  noNamespace: '(kein Namespace)',
  unownedPlace: (cluster, reason) => `${cluster}: ${reason}`,
  reasons: 'Warum die Zuordnung fehlt',
  reason: 'Grund',
  reasonNote: (namespaces, largest, cluster, amount) =>
    `${plural(namespaces, { one: 'ein Namespace', other: '# Namespaces' })}; am größten ist ${largest} auf ${cluster} mit ${amount}`,

  reconciliation: {
    title: 'Abstimmung mit der Rechnung',
    figure: 'Größe',
    azureEffective: 'Effektive Kosten der Abonnements',
    azureEffectiveNote: 'laut Azure, amortisiert',
    inPools: 'davon in Clustern',
    inPoolsNote: 'was aufgeteilt wird',
    outside: 'davon außerhalb',
    outsideNote: 'gehört zu keinem Cluster, anderweitig verrechnet',
    difference: 'Differenz',
    adjustments: 'Korrekturen abgeschlossener Monate',
    adjustmentsNote: 'in diesem Monat gebucht',
    charged: 'Den Teams belastet',
    chargedNote: 'gleich den Kosten in Clustern und den Korrekturen',
    billedInPools: 'Berechnete Kosten der Cluster',
    billedInPoolsNote: 'tatsächlich; stimmt mit der Rechnung überein',
    bridge: 'Überleitung',
    bridgeNote: 'effektiv abzüglich berechnet: Reservierungen und Sparpläne',
    azureBilled: 'Berechnete Kosten der Abonnements',
  },

  comparisons: 'Zwei Verbrauchsaufteilungen im Vergleich',
  comparisonsNote:
    'Teil der Maschinenkosten, den die Messung anderen Namespaces belasten würde als die Verbrauchsaufteilung.',
  elsewhere: 'Anders belastet',
  comparedDays: (days) => plural(days, { one: '# Tag', other: '# Tage' }),
  compared: (namespace, allocation, metering) => `${namespace} ${allocation}, gemessen ${metering}`,

  unitCosts: 'Was eine Einheit gekostet hat',
  unit: 'Einheit',
  costOfOne: 'Kosten je Einheit',
  unitOf: (owner, quantity) => `von ${owner}; ${quantity} im Monat`,
  theOrganisation: 'der gesamten Organisation',
  unitBefore: (before) => `zuvor ${before}`,
  unitChanged: (before, change) => `zuvor ${before}, ${change}`,
  unitUnknown: 'zuvor: nicht bekannt',

  method: (rules) =>
    plural(rules, {
      one: 'Nach einer Regel; die angehängte Arbeitsmappe enthält ihren Text, die Einstellungen und jede Position.',
      other:
        'Nach # Regeln; die angehängte Arbeitsmappe enthält ihre Texte, die Einstellungen und jede Position.',
    }),
} satisfies Words['chargeback'];
