import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES, DEFENDER_PAGES } from './pages.ts';

/** What is known to be wrong inside of what runs, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const WORKLOAD_SECURITY_CONTROLS = [
  { id: 'running-container-findings',
    title: 'Containers running in Azure should have vulnerability findings resolved',
    source: 'assessment', surface: 'application', scope: 'resource', actor: 'team', severity: 'high',
    policies: ['17f4b1cc-c55c-4d94-b1f9-2978f6ac2957', '0fc39691-5a3f-4e3e-94ee-2e6447309ad9'],
    assessments: [
      'c5045ea3-afc6-4006-ab8f-86c8574dbf3d', 'e9acaf48-d2cf-45a3-a6e7-3caa2ef769e0',
      'c609cf0f-71ab-41e9-a3c6-9a1f7fe1b8d5', '41503391-efa5-47ee-9282-4eff6131462c',
    ],
    benchmarks: ['MCSB:PV-6+DS-6', 'MCSBv2:PV-6+DS-6'],
    why:
      'The image that runs has known vulnerabilities, and unlike one that lies in a registry it answers ' +
      'requests now.',
    fix:
      'Rebuild on a patched base image with the fixed package versions, deploy the new digest, and see ' +
      'that no older ReplicaSet still has pods.',
    link: `${DEFENDER_PAGES}/agentless-vulnerability-assessment-azure` },
  { id: 'secrets-in-environment', title: 'Containers should not get secrets as plain environment variables',
    source: 'posture', surface: 'application', scope: 'component', actor: 'team', severity: 'high',
    policies: [], assessments: [], benchmarks: [],
    checks: ['secrets-in-environment'],
    why:
      'A secret written into env[].value is in the manifest, in Git, in etcd, in every kubectl describe ' +
      'and often in crash reports; all who may read pods have it.',
    fix:
      'Renew the secret, keep it in Key Vault, and mount it with the Secrets Store CSI driver; or use ' +
      'workload identity and have none. valueFrom.secretKeyRef is the least.',
    link: `${AKS_PAGES}/csi-secrets-store-driver` },
] as const satisfies readonly CataloguedControl[];
