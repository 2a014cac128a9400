import type { CataloguedControl } from '../control.ts';
import { POLICY_PAGES } from './pages.ts';

const RETIRED_PREVIEW =
  'The assigned policy is of the first preview for AKS (effect EnforceRegoPolicy), which has retired: ' +
  'it no longer judges anything, whatever its last state says.';

/**
 * Policies of the first preview for AKS, which has retired, each with what took its place, in alphabetical
 * order. What is wrong is the assignment, so they are the platform's.
 */
// biome-ignore format: a table; one property a line would be twice as long
export const RETIRED_CONTROLS = [
  { id: 'legacy-allowed-images', title: 'Ensure only allowed container images in AKS',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['5f86cb6e-c4da-441b-807c-44bd0cc14e66'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix:
      'Delete the assignment and assign "Kubernetes cluster containers should only use allowed images" ' +
      '(febd0533-8e55-448f-b837-bd0e06f16469) instead.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'legacy-container-ports', title: 'Ensure containers listen only on allowed ports in AKS',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['0f636243-1b1c-4d50-880f-310f6199f2cb'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix: 'Delete the assignment; network policies decide which ports of containers can be reached.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'legacy-https-ingress', title: 'Enforce HTTPS ingress in AKS',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['2fbff515-eecc-4b7e-9b63-fcc7138b7dc3'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix:
      'Delete the assignment and assign "Kubernetes clusters should be accessible only over HTTPS" ' +
      '(1a5b4dca-0b6f-4cf5-907c-56316bc1bf3d) instead.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'legacy-ingress-hostnames', title: 'Enforce unique ingress hostnames across namespaces in AKS',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['d011d9f7-ba32-4005-b727-b3d09371ca60'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix:
      'Delete the assignment; the successor for unique host names is deprecated too, so use the ' +
      'K8sUniqueIngressHost template as a custom policy where it matters.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'legacy-internal-load-balancers', title: 'Enforce internal load balancers in AKS',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['a74d8f00-2fd9-4ce4-968e-0ee1eb821698'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix:
      'Delete the assignment and assign "Kubernetes clusters should use internal load balancers" ' +
      '(3fc4dc25-5baf-40d8-9b05-7fe74c1bc64e) instead.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'legacy-pod-labels', title: 'Enforce labels on pods in AKS',
    source: 'policy', surface: 'application', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['16c6ca72-89d2-4798-b87e-496f9de7fcb7'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix:
      'Delete the assignment and assign "Kubernetes cluster pods should use specified labels" ' +
      '(46592696-4c7b-4bf3-9e45-6c2763bdc0a6) instead.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'legacy-privileged-containers', title: 'Do not allow privileged containers in AKS',
    source: 'policy', surface: 'application', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['7ce7ac02-a5c6-45d6-8d1b-844feb1c1531'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix:
      'Delete the assignment and assign "Kubernetes cluster should not allow privileged containers" ' +
      '(95edb821-ddaf-4404-9732-666045e056b4) instead.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'legacy-resource-limits', title: 'Ensure CPU and memory resource limits defined on containers in AKS',
    source: 'policy', surface: 'application', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['a2d3ed81-8d11-4079-80a5-1faadc0024f4'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix:
      'Delete the assignment and assign "Kubernetes cluster containers CPU and memory resource limits ' +
      'should not exceed the specified limits" (e345eecc-fa47-480f-9e88-67dcc122b164) instead.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
  { id: 'legacy-service-ports', title: 'Ensure services listen only on allowed ports in AKS',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['25dee3db-6ce0-4c02-ab5d-245887b24077'], assessments: [], benchmarks: [],
    why: RETIRED_PREVIEW,
    fix:
      'Delete the assignment and assign "Kubernetes cluster services should listen only on allowed ports" ' +
      '(233a2a17-77ca-4fb1-9b6b-69223d272a44) instead.',
    link: `${POLICY_PAGES}/concepts/policy-for-kubernetes` },
] as const satisfies readonly CataloguedControl[];
