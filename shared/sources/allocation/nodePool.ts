/**
 * Node names as AKS makes them: instances of a scale set (`aks-user-12345678-vmss00000a`) and machines of an
 * availability set (`aks-user-12345678-0`).
 */
const LINUX_NODE = /^aks-([a-z0-9]+)-\d{8}-(?:vmss[0-9a-z]{6}|\d+)$/;
/** Windows allows 15 characters: `akswin00000a`. */
const WINDOWS_NODE = /^aks([a-z][a-z0-9]{0,5})[0-9a-z]{6}$/;
/** Machines that node autoprovisioning made: `aks-general-purpose-x7k2p`. */
const AUTOPROVISIONED_NODE = /^aks-([a-z0-9-]+)-[a-z0-9]{5}$/;

/** What AKS and Karpenter label nodes with, as written and as Prometheus sanitises it. */
const LABELS = [
  'kubernetes.azure.com/agentpool',
  'kubernetes_azure_com_agentpool',
  'karpenter.sh/nodepool',
  'karpenter_sh_nodepool',
  'agentpool',
];

/**
 * Tells a node's pool by its name or the labels of what runs on it; `''` when neither does. The name of a
 * scale set's instance goes before labels: labels of pods and nodes arrive mixed, the pod's own winning, and
 * whoever writes a pod's labels must not choose whose machines it is charged for.
 */
export function findNodePool(node: string, labels: Readonly<Record<string, string>>): string {
  const named = LINUX_NODE.exec(node)?.[1];
  if (named !== undefined) return named;
  const labelled = LABELS.map((label) => labels[label]).find((pool) => pool !== undefined && pool !== '');
  return labelled ?? WINDOWS_NODE.exec(node)?.[1] ?? AUTOPROVISIONED_NODE.exec(node)?.[1] ?? '';
}
