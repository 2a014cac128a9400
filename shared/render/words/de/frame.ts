import type { Words } from '../en/en.ts';

export const frame = {
  titles: {
    chargeback: 'AKS-Kostenverrechnung',
    digest: 'AKS-Wochenbericht',
    governance: 'AKS-Governance-Bericht',
    health: 'Purser-Zustandsbericht',
  },
  overdueTitle: 'Überfällige AKS-Befunde',
  unowned: 'Ohne Zuordnung',
  outside: 'außerhalb der Cluster',
  days: (range) => `${range}, Tage nach UTC`,
  utcDays: 'Tage nach UTC',
  nothingRead: 'nichts gelesen',
  states: {
    complete: 'Vollständig',
    incomplete: 'Unvollständig',
    provisional: 'Vorläufig: Azure kann die Zahlen noch ändern',
    held: 'Zurückgehalten: nicht an Finanzen und Teams versandt',
    closed: 'Abgeschlossen: ändert sich nicht mehr',
  },
  whyYou: (organisation, places) =>
    `Sie erhalten diesen Bericht, weil die Purser-Konfiguration von ${organisation} Sie ${places} nennt. Zum Abbestellen wenden Sie sich an den Betreiber.`,
  places: {
    finance: 'unter „finance“',
    security: 'unter „security“',
    operator: 'unter „operator“',
    unowned: 'als Ansprechpartner für alles ohne Zuordnung',
    lead: (teams) => `als Leitung von ${teams}`,
    manager: (teams) => `als Führungskraft von ${teams}`,
    owner: (costCenter) => `als Verantwortliche der Kostenstelle ${costCenter}`,
  },
} satisfies Words['frame'];
