import type { Finding } from '../model/governance.ts';

/**
 * Makes a function that lets findings share the texts that many of them have: read one by one, a large estate's
 * would each hold a copy of their cluster's id.
 */
export function createSharing(): (finding: Finding) => Finding {
  const texts = new Map<string, string>();
  const share = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, text);
    return text;
  };
  return (finding) => ({
    ...finding,
    scope: share(finding.scope),
    control: share(finding.control),
    title: share(finding.title),
    clusterId: share(finding.clusterId),
    clusterName: share(finding.clusterName),
    namespace: share(finding.namespace),
    workload: share(finding.workload),
    fixedVersion: share(finding.fixedVersion),
  });
}
