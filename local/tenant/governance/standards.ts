import { PRODUCTION } from '../world/clusters.ts';

/** A regulatory standard as the resource provider has it, with its controls. */
export interface TenantStandard {
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly controls: readonly {
    readonly name: string;
    readonly properties: Readonly<Record<string, unknown>>;
  }[];
}

/** A control of a standard, and how many of its assessments pass, fail and are skipped. */
type Control = readonly [name: string, title: string, passed: number, failed: number, skipped: number];

const BENCHMARK: readonly Control[] = [
  ['NS-1', 'Network boundaries are drawn between segments', 6, 2, 0],
  ['NS-2', 'Cloud services are reached through network controls', 3, 5, 0],
  ['IM-1', 'Identities are kept in one place', 4, 1, 0],
  ['IM-8', 'Secrets are not lying open', 3, 0, 0],
  ['PA-7', 'Nobody may do more than the work needs', 2, 3, 0],
  ['DP-3', 'Data is encrypted on its way', 5, 0, 0],
  ['LT-1', 'Threats are looked for', 3, 1, 0],
  ['LT-3', 'What happens is logged', 2, 4, 0],
  ['PV-2', 'Settings are audited and enforced', 1, 9, 0],
  ['PV-6', 'Vulnerabilities are fixed in time', 0, 3, 0],
  ['BR-1', 'Backups run by themselves', 0, 0, 2],
  ['GS-1', 'Roles and duties are agreed', 0, 0, 0],
];

const PAYMENT_CARDS: readonly Control[] = [
  ['1.2', 'Network controls are configured and kept so', 4, 2, 0],
  ['6.3', 'Vulnerabilities are found and dealt with', 0, 3, 0],
  ['8.3', 'Strong authentication is in place', 3, 0, 0],
  ['9.1', 'Access to premises is restricted', 0, 0, 0],
  ['10.2', 'Audit logs are made', 2, 0, 1],
];

/** Production is held against two standards, development against the benchmark alone. */
export function listStandards(subscriptionId: string): readonly TenantStandard[] {
  const benchmark = describe('Microsoft-cloud-security-benchmark', BENCHMARK);
  return subscriptionId === PRODUCTION ? [benchmark, describe('PCI-DSS-4', PAYMENT_CARDS)] : [benchmark];
}

function describe(name: string, controls: readonly Control[]): TenantStandard {
  const count = (state: string): number => controls.filter((each) => stateOf(each) === state).length;
  return {
    name,
    properties: {
      state: count('Failed') > 0 ? 'Failed' : 'Passed',
      passedControls: count('Passed'),
      failedControls: count('Failed'),
      skippedControls: count('Skipped'),
      unsupportedControls: count('Unsupported'),
    },
    controls: controls.map((each) => {
      const [control, description, passedAssessments, failedAssessments, skippedAssessments] = each;
      const counts = { passedAssessments, failedAssessments, skippedAssessments };
      return { name: control, properties: { description, state: stateOf(each), ...counts } };
    }),
  };
}

function stateOf([, , passed, failed, skipped]: Control): string {
  if (failed > 0) return 'Failed';
  if (passed > 0) return 'Passed';
  return skipped > 0 ? 'Skipped' : 'Unsupported';
}
