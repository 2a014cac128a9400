import type { Words } from '../en/en.ts';

export const reason = {
  notATeamOnNamespace: (label, namespace, value) =>
    `Label ${label} am Namespace ${namespace} lautet ${value}, das ist kein Team`,
  notATeamOnWorkload: (label, workload, value) =>
    `Label ${label} am Workload ${workload} lautet ${value}, das ist kein Team`,
  labelOnNamespace: (label, namespace) => `Label ${label} am Namespace ${namespace}`,
  labelOnWorkload: (label) => `Label ${label} am Workload`,
  labelNotSet: (label) => `keine Regel trifft zu, und das Label ${label} ist nicht gesetzt`,
  labelsNotSet: (labels) => `keine Regel trifft zu, und keines der Labels ${labels} ist gesetzt`,
  rule: (number, text) => `Regel ${number} ${text}`,
  nothingRan: (namespace) => `im Namespace ${namespace} lief an diesem Tag nichts`,
  noResourceGroup: () => 'hat keine Ressourcengruppe und gehört zu keinem Cluster',
  resourceGroupOutside: () => 'die Ressourcengruppe gehört zu keinem Cluster',
  idleApart: () => 'ungenutzte Kapazität wird laut Konfiguration getrennt ausgewiesen',
  noAllocation: () => 'für diesen Cluster und Tag wurde keine Verbrauchsaufteilung gelesen',
  nobodyUsed: () => 'an diesem Tag hat kein Team den Cluster genutzt',
  billChanged: (month) => `Azure hat die Rechnung für ${month} geändert`,
  billChangedAndCorrected: (month) =>
    `Azure hat die Rechnung für ${month} geändert, dazu korrigierte Zuordnung oder Verbrauchsaufteilung`,
  corrected: (month) => `korrigierte Zuordnung oder Verbrauchsaufteilung für ${month}`,
  openedAgain: (month) => `${month} wurde wieder geöffnet und trägt seine Änderungen selbst`,
  closedAgain: (month, revision) =>
    `${month} wurde als Revision ${revision} erneut abgeschlossen und trägt seine Änderungen selbst`,
  agreedFor: (name, team) => `Vereinbarung ${name}, für ${team}`,
  agreed: (name) => `Vereinbarung ${name}`,
} satisfies Words['reason'];
