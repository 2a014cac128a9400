import type { Words } from '../en/en.ts';

export const exemption = {
  states: {
    active: '',
    expiring: 'läuft bald ab',
    expired: 'abgelaufen',
    unused: 'trifft auf nichts zu',
  },
  categories: { waiver: 'Verzicht', mitigated: 'anderweitig behoben' },
  title: 'Ausnahmen',
  exemption: 'Ausnahme',
  spares: 'Verschont',
  until: 'Bis',
  noReason: 'ohne Begründung',
  noReasonTitle: '(ohne Begründung)',
  by: (name) => `von ${name}`,
  empty: 'Niemand hat etwas ausgenommen.',
  exempt: 'Ausgenommen',
  untold: 'in Azure ausgenommen, das nicht sagt, von wem',
  reasonBy: (reason, by) => `${reason} (${by})`,
  inAzure: 'in Azure',
  byNobody: 'von niemandem',
  forEver: 'unbefristet',
} satisfies Words['exemption'];
