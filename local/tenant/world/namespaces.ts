import { addDays, type Day, monthOf } from '../../../shared/model/time.ts';
import { TEAMS } from './teams.ts';

/** What a namespace is for, which decides what runs in it. */
export type Purpose = 'system' | 'service' | 'data' | 'batch' | 'sandbox';

export interface TenantNamespace {
  readonly cluster: string;
  readonly name: string;
  readonly purpose: Purpose;
  readonly labels: Readonly<Record<string, string>>;
  /** Label that its workloads carry themselves, where the team labels workloads. */
  readonly workloadLabel: Readonly<Record<string, string>>;
  readonly workloads: number;
  /** First and last day it exists, both included; open where undefined. */
  readonly from?: Day;
  readonly to?: Day;
  /** From this day on it uses twice as much. */
  readonly doublesFrom?: Day;
}

/** How a team marks what is its own: keys vary, as in every estate. */
type Marking = 'team' | 'app.kubernetes.io/team' | 'owner-on-workloads' | 'none';

const SHOP = 'aks-shared-prod';
const PAY = 'aks-payments-prod';
const DEV = 'aks-devtest';

/** Every namespace of the world. What changes over time is placed relative to today. */
export function listNamespaces(today: Day): readonly TenantNamespace[] {
  const newestMonth = monthOf(addDays(today, -1)).from;
  return [
    ...[SHOP, PAY, DEV].flatMap((cluster) => systemNamespaces(cluster)),
    own(SHOP, 'shop-web', 'shop', 'team', 'service', 7),
    own(SHOP, 'shop-cart', 'Team-Shop', 'team', 'service', 7),
    own(SHOP, 'shop-checkout', 'webshop', 'app.kubernetes.io/team', 'service', 6),
    own(SHOP, 'search-api', 'search', 'team', 'service', 7),
    own(SHOP, 'search-index', 'search', 'team', 'data', 6),
    own(SHOP, 'mobile-bff', 'mobile', 'app.kubernetes.io/team', 'service', 7),
    own(SHOP, 'mobile-push', 'mobile', 'app.kubernetes.io/team', 'service', 5),
    own(SHOP, 'loyalty-points', 'loyalty', 'team', 'service', 7),
    own(SHOP, 'loyalty-campaigns', 'loyalty', 'owner-on-workloads', 'batch', 5),
    own(SHOP, 'identity-login', 'identity', 'team', 'service', 7),
    own(SHOP, 'identity-sync', 'identity', 'team', 'batch', 5),
    own(SHOP, 'lending-origination', 'loans', 'team', 'service', 7),
    own(SHOP, 'lending-scoring', 'lending', 'app.kubernetes.io/team', 'data', 6),
    own(SHOP, 'data-pipelines', 'data', 'team', 'batch', 8),
    own(SHOP, 'data-serving', 'dataplatform', 'team', 'data', 7),
    own(SHOP, 'data-notebooks', 'data', 'owner-on-workloads', 'service', 6),
    { ...own(SHOP, 'data-insights', 'data', 'team', 'service', 6), doublesFrom: newestMonth },
    own(SHOP, 'support-portal', 'support', 'team', 'service', 6),
    own(SHOP, 'support-chat', 'support', 'team', 'service', 6),
    own(SHOP, 'ledger-reporting', 'ledger', 'team', 'batch', 6),
    own(SHOP, 'fraud-models', 'risk', 'owner-on-workloads', 'data', 6),
    own(SHOP, 'platform-tools', 'sre', 'team', 'service', 6),
    own(SHOP, 'legacy-batch', '', 'none', 'batch', 5),
    own(SHOP, 'partner-portal', 'team-phoenix', 'team', 'service', 5),
    own(SHOP, 'storefront', '', 'none', 'service', 6),
    own(SHOP, 'promo-sandbox', '=HYPERLINK("http://x")', 'team', 'sandbox', 4),
    { ...own(SHOP, 'black-friday', 'shop', 'team', 'service', 5), from: addDays(today, -12) },
    { ...own(SHOP, 'migration-tmp', 'lending', 'team', 'service', 5), to: addDays(newestMonth, -11) },
    own(PAY, 'payments-api', 'payments', 'team', 'service', 7),
    own(PAY, 'payments-gateway', 'Payments', 'team', 'service', 7),
    own(PAY, 'payments-settlement', 'payment', 'app.kubernetes.io/team', 'batch', 6),
    own(PAY, 'payments-cards', 'payments', 'team', 'data', 6),
    own(PAY, 'ledger-core', 'ledger', 'team', 'data', 7),
    own(PAY, 'ledger-close', 'ledger', 'team', 'batch', 5),
    own(PAY, 'risk-scoring', 'risk', 'team', 'service', 6),
    own(PAY, 'risk-sanctions', 'risk', 'owner-on-workloads', 'service', 5),
    own(PAY, 'identity-tokens', 'identity', 'team', 'service', 6),
    own(PAY, 'treasury-positions', 'treasury', 'team', 'service', 6),
    own(PAY, 'treasury-rates', 'treasury', 'team', 'batch', 5),
    ...TEAMS.map((team) => own(DEV, `dev-${team.id}`, team.id, 'team', 'service', 6)),
    ...TEAMS.filter((team) => team.id !== 'platform').map((team) =>
      own(DEV, `test-${team.id}`, team.id, 'owner-on-workloads', 'service', 5),
    ),
    own(DEV, 'default', '', 'none', 'sandbox', 2),
    own(DEV, 'playground', '<script>alert(1)</script>', 'owner-on-workloads', 'sandbox', 4),
  ];
}

function systemNamespaces(cluster: string): readonly TenantNamespace[] {
  const costTool = cluster === PAY ? 'kubecost' : 'opencost';
  return [
    system(cluster, 'kube-system', 6),
    system(cluster, 'gatekeeper-system', 2),
    system(cluster, 'ingress-nginx', 2),
    system(cluster, 'monitoring', 4),
    system(cluster, costTool, 1),
  ];
}

function system(cluster: string, name: string, workloads: number): TenantNamespace {
  return {
    cluster,
    name,
    purpose: 'system',
    labels: { 'kubernetes.io/metadata.name': name, 'admission.gatekeeper.sh/ignore': 'no-self-managing' },
    workloadLabel: {},
    workloads,
  };
}

function own(
  cluster: string,
  name: string,
  mark: string,
  marking: Marking,
  purpose: Purpose,
  workloads: number,
): TenantNamespace {
  const labels: Record<string, string> = { 'kubernetes.io/metadata.name': name };
  const workloadLabel: Record<string, string> = {};
  if (marking === 'team' || marking === 'app.kubernetes.io/team') labels[marking] = mark;
  if (marking === 'owner-on-workloads') workloadLabel.owner = mark;
  if (name === 'loyalty-points') labels['team-display'] = '<b>Loyalty</b><img src=x onerror=alert(1)>';
  return {
    cluster,
    name,
    purpose,
    labels: marking === 'none' ? {} : labels,
    workloadLabel,
    workloads,
  };
}
