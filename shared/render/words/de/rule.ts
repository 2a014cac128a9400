import type { Words } from '../en/en.ts';

const SHARED = 'Namespaces, die allen dienen,';
const OVERHEAD =
  'Steuerungsebene, Überwachung, Sicherheit, Registry, ungenutzte Reservierungen und der Rest,';

export const rule = {
  usage:
    'Aufgeteilt nach dem Verbrauch jedes Workloads an diesem Tag: Gewicht sind die Kosten dieser Ressource laut Verbrauchsaufteilung.',
  usageByWeights:
    'Maschinen, aufgeteilt nach dem Verbrauch jedes Workloads an diesem Tag: Kern-, GiB- und GPU-Stunden mit den konfigurierten Gewichten.',
  computeUsage:
    'Die Verbrauchsaufteilung hat diese Ressource an diesem Tag nicht bepreist; aufgeteilt wird nach der Nutzung von CPU, Arbeitsspeicher und GPU.',
  nodePool:
    'Maschinen und Systemdatenträger eines Knotenpools, aufgeteilt nach dem Verbrauch jedes Workloads in diesem Pool an diesem Tag: Gewicht sind die Kosten von CPU, Arbeitsspeicher und GPU laut Verbrauchsaufteilung. Verbrauch, der keinem Pool zugewiesen ist, zählt in jedem Pool im Verhältnis zu dessen Kosten.',
  nodePoolByWeights:
    'Maschinen und Systemdatenträger eines Knotenpools, aufgeteilt nach dem Verbrauch jedes Workloads in diesem Pool an diesem Tag: Kern-, GiB- und GPU-Stunden mit den konfigurierten Gewichten. Verbrauch, der keinem Pool zugewiesen ist, zählt in jedem Pool im Verhältnis zu dessen Kosten.',
  split: 'Ein Namespace, den sich mehrere Teams teilen, aufgeteilt nach ihren konfigurierten Gewichten.',
  claim:
    'Ein Datenträger oder Snapshot für einen Volume Claim; belastet wird, wem der im Tag genannte Namespace gehört. Mehrere Eigentümer teilen ihn nach ihrer Nutzung von Volumes, sonst von CPU, Arbeitsspeicher und GPU.',
  service:
    'Eine öffentliche Adresse oder ein Load Balancer für einen Service; belastet wird, wem der im Tag genannte Namespace gehört. Mehrere Eigentümer teilen nach ihrer Nutzung von Load Balancern, sonst von CPU, Arbeitsspeicher und GPU.',
  unmounted:
    'Volumes und Load Balancer, die kein Pod genutzt hat; belastet wird der Eigentümer ihres Namespace, wo es einen gibt.',
  tagged:
    'Eine Ressource außerhalb der Cluster; belastet wird das Team, das ihr Tag nennt, oder niemand, wenn der Tag kein Team nennt.',
  unallocated: 'Kosten, von denen die Verbrauchsaufteilung nicht sagen konnte, wem sie gehören.',
  idle: 'Kapazität, die niemand genutzt hat, aufgeteilt im Verhältnis zur Nutzung derselben Ressource auf diesem Cluster, oder von CPU, Arbeitsspeicher und GPU, wo niemand sie genutzt hat.',
  idleOfPool:
    'Ungenutzte Kapazität eines Knotenpools, aufgeteilt unter denen, die in diesem Pool liefen, im Verhältnis zu ihrer Nutzung dort.',
  idleOfUnusedPool:
    'Ungenutzte Kapazität eines Knotenpools, in dem an diesem Tag kein Team etwas betrieben hat, aufgeteilt im Verhältnis zur Nutzung von CPU, Arbeitsspeicher und GPU auf dem ganzen Cluster.',
  idleToPlatform: 'Kapazität, die niemand genutzt hat, laut Konfiguration dem Plattformteam belastet.',
  idleSeparate:
    'Kapazität, die niemand genutzt hat, laut Konfiguration getrennt ausgewiesen: Sie wird als ungenutzt ohne Zuordnung geführt und keinem Team belastet.',
  shared: `${SHARED} aufgeteilt im Verhältnis zur Nutzung derselben Ressource, oder von CPU, Arbeitsspeicher und GPU, wo niemand sie genutzt hat.`,
  sharedEvenly: `${SHARED} laut Konfiguration gleichmäßig unter allen aufgeteilt, die den Cluster an diesem Tag genutzt haben; was ohne Zuordnung ist, zählt als einer davon.`,
  sharedByShares: `${SHARED} aufgeteilt nach den konfigurierten Anteilen.`,
  sharedByCpuRequests: `${SHARED} laut Konfiguration aufgeteilt im Verhältnis zu den CPU-Anforderungen jedes Workloads.`,
  sharedByRamRequests: `${SHARED} laut Konfiguration aufgeteilt im Verhältnis zu den Speicheranforderungen jedes Workloads.`,
  sharedByCpuUsage: `${SHARED} laut Konfiguration aufgeteilt im Verhältnis zur CPU-Nutzung jedes Workloads.`,
  sharedByRamUsage: `${SHARED} laut Konfiguration aufgeteilt im Verhältnis zur Speichernutzung jedes Workloads.`,
  sharedUntold: `${SHARED} deren konfigurierte Messgröße die Verbrauchsaufteilung an diesem Tag nicht nannte; aufgeteilt im Verhältnis zur Nutzung derselben Ressource, oder von CPU, Arbeitsspeicher und GPU, wo niemand sie genutzt hat.`,
  sharedToPlatform: `${SHARED} laut Konfiguration dem Plattformteam belastet.`,
  overhead: `${OVERHEAD} aufgeteilt im Verhältnis zur Nutzung von CPU, Arbeitsspeicher und GPU.`,
  overheadEvenly: `${OVERHEAD} laut Konfiguration gleichmäßig unter allen aufgeteilt, die den Cluster an diesem Tag genutzt haben; was ohne Zuordnung ist, zählt als einer davon.`,
  overheadByShares: `${OVERHEAD} aufgeteilt nach den konfigurierten Anteilen.`,
  overheadByCpuRequests: `${OVERHEAD} laut Konfiguration aufgeteilt im Verhältnis zu den CPU-Anforderungen jedes Workloads.`,
  overheadByRamRequests: `${OVERHEAD} laut Konfiguration aufgeteilt im Verhältnis zu den Speicheranforderungen jedes Workloads.`,
  overheadByCpuUsage: `${OVERHEAD} laut Konfiguration aufgeteilt im Verhältnis zur CPU-Nutzung jedes Workloads.`,
  overheadByRamUsage: `${OVERHEAD} laut Konfiguration aufgeteilt im Verhältnis zur Speichernutzung jedes Workloads.`,
  overheadUntold: `${OVERHEAD} deren konfigurierte Messgröße die Verbrauchsaufteilung an diesem Tag nicht nannte; aufgeteilt im Verhältnis zur Nutzung von CPU, Arbeitsspeicher und GPU.`,
  overheadToPlatform: `${OVERHEAD} laut Konfiguration dem Plattformteam belastet.`,
  nobodyToShare:
    'An diesem Tag hat kein Team die Maschinen des Clusters genutzt, also gab es niemanden, mit dem zu teilen war.',
  outside:
    'Kosten der beobachteten Abonnements, die zu keinem Cluster gehören, laut Konfiguration ohne Zuordnung geführt.',
  noAllocation:
    'Die Rechnung enthält Kosten für diesen Cluster und Tag, aber es wurde keine Verbrauchsaufteilung gelesen; niemand konnte damit belastet werden.',
  discount:
    'Ein vereinbarter Rabatt: Ein Prozentsatz der Belastung eines Teams wird abgezogen und der Gegenseite belastet.',
  markup:
    'Ein vereinbarter Aufschlag: Ein Prozentsatz der Belastung eines Teams kommt hinzu und geht an die Gegenseite.',
  credit: 'Eine vereinbarte Gutschrift: Ein monatlicher Betrag wird abgezogen und der Gegenseite belastet.',
  restatement:
    'Ein abgeschlossener Monat, dessen Rechnung Azure seither geändert hat: je Team der Unterschied zum Gebuchten.',
  reassignment:
    'Ein abgeschlossener Monat, dessen Zuordnung oder Verbrauchsaufteilung seither korrigiert wurde: was einem Team belastet war und ein anderes zu tragen hat.',
  reopening:
    'Korrekturen eines Monats, der wieder geöffnet wurde und seine Änderungen selbst trägt: Das zuvor dafür Gebuchte wird zurückgenommen.',
} satisfies Words['rule'];
