import type { ExemptionRow } from '../../../reports/governanceReport.ts';

/** Exemptions from controls. */
export const exemption = {
  states: {
    active: '',
    expiring: 'expiring',
    expired: 'expired',
    unused: 'matches nothing',
  } satisfies Record<ExemptionRow['state'], string>,
  /** Azure's own categories; others are shown as they are. */
  categories: { waiver: 'waiver', mitigated: 'mitigated' } as Readonly<Record<string, string>>,
  title: 'Exemptions',
  exemption: 'Exemption',
  spares: 'Spares',
  until: 'Until',
  noReason: 'no reason given',
  noReasonTitle: '(no reason given)',
  by: (name: string) => `by ${name}`,
  empty: 'Nobody exempted anything.',
  exempt: 'Exempt',
  untold: 'exempt in Azure, which does not tell by whom',
  reasonBy: (reason: string, by: string) => `${reason} (${by})`,
  inAzure: 'in Azure',
  byNobody: 'by nobody',
  forEver: 'for ever',
};
