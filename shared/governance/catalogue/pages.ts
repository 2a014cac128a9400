/** Where Microsoft documents what controls are about; links are made of these and the page's name. */
const LEARN = 'https://learn.microsoft.com/azure';

export const AKS_PAGES = `${LEARN}/aks`;
export const ARC_PAGES = `${LEARN}/azure-arc/kubernetes`;
export const DEFENDER_PAGES = `${LEARN}/defender-for-cloud`;
export const FLEET_PAGES = `${LEARN}/kubernetes-fleet`;
export const MONITOR_PAGES = `${LEARN}/azure-monitor`;
export const POLICY_PAGES = `${LEARN}/governance/policy`;
export const REGISTRY_PAGES = `${LEARN}/container-registry`;
