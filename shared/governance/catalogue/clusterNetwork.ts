import type { CataloguedControl } from '../control.ts';
import { AKS_PAGES } from './pages.ts';

/** How traffic enters a cluster and moves in it, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const CLUSTER_NETWORK_CONTROLS = [
  { id: 'azure-cni', title: 'Azure Kubernetes Clusters should use Azure CNI',
    source: 'policy', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['46238e2f-3f6f-4589-9f3f-77bed4116e67'], assessments: [], benchmarks: [],
    why:
      "kubenet has neither Cilium nor Azure's own network policies nor Windows pools, and it retires on " +
      '31 March 2028: a cluster that is still on it then has to move in a hurry.',
    fix:
      'Run: az aks update --network-plugin azure --network-plugin-mode overlay; pods keep their own ' +
      'address range, nodes are re-imaged.',
    link: `${AKS_PAGES}/concepts-network-cni-overview` },
  { id: 'container-ports', title: 'Kubernetes cluster containers should only listen on allowed ports',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: ['440b515e-a580-421e-abeb-b159a61ddcbc'], assessments: [], benchmarks: [],
    why:
      'A container that listens where nobody expects it is reached by rules that were written for other ' +
      'ports. The policy is deprecated: a declared containerPort opens and closes nothing.',
    fix:
      'Take ports outside the allowed list from containers[].ports; the platform replaces the assignment ' +
      'by the one on services and by network policies.',
    link: `${AKS_PAGES}/policy-reference` },
  { id: 'https-ingress', title: 'Kubernetes clusters should be accessible only over HTTPS',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'high',
    policies: ['1a5b4dca-0b6f-4cf5-907c-56316bc1bf3d'], assessments: ['c6d87087-9ebe-b31f-b452-0bf3bbbaccd2'],
    benchmarks: ['MCSB:DP-3', 'MCSBv2:DP-3'],
    constraints: ['K8sHttpsOnly'],
    why:
      'The ingress also answers plain HTTP: passwords, cookies and tokens cross the network readable to ' +
      'everybody on the way.',
    fix:
      'Give the Ingress spec.tls with a certificate and the annotation kubernetes.io/ingress.allow-http: ' +
      '"false"; on NGINX keep nginx.ingress.kubernetes.io/ssl-redirect on.',
    link: `${AKS_PAGES}/app-routing-dns-ssl` },
  { id: 'ingress-host', title: 'Kubernetes clusters should specify host in ingress resource rules',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: ['d8c942c6-16a3-400b-8f2e-785f44030036'], assessments: [], benchmarks: [],
    why:
      'A rule without a host takes every request that no other rule claims, also those for names of other ' +
      'teams on the same controller.',
    fix: 'Set spec.rules[].host in the Ingress to the full name that it serves.',
    link: `${AKS_PAGES}/policy-reference` },
  { id: 'ingress-hostnames',
    title: 'Enforce unique ingress hostnames across namespaces in Kubernetes cluster',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: ['b2fd3e59-6390-4f2b-8247-ea676bd03e2d'], assessments: [], benchmarks: [],
    constraints: ['K8sUniqueIngressHost'],
    why:
      'Two namespaces that claim one host name share its traffic by accident: which one answers depends ' +
      "on the controller's order, and one team can take another's requests.",
    fix:
      "Give each Ingress a host of its own, or keep the host in one namespace and route to the other's " +
      'service by path there.',
    link: `${AKS_PAGES}/policy-reference` },
  { id: 'internal-load-balancers', title: 'Kubernetes clusters should use internal load balancers',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['3fc4dc25-5baf-40d8-9b05-7fe74c1bc64e'], assessments: [], benchmarks: [],
    why:
      'A Service of type LoadBalancer gets a public address unless it says otherwise, past ingress, ' +
      'firewall and its logs.',
    fix:
      'Annotate the Service with service.beta.kubernetes.io/azure-load-balancer-internal: "true", or make ' +
      'it ClusterIP and publish it through the ingress.',
    link: `${AKS_PAGES}/internal-lb` },
  { id: 'network-policy', title: 'Azure Kubernetes Service clusters should enforce network policies',
    source: 'posture', surface: 'cluster', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: [], assessments: [], benchmarks: [],
    checks: ['network-policy'],
    why:
      'Without an engine NetworkPolicy objects are accepted and ignored: every pod talks to every pod, so ' +
      'one broken container reaches all databases of the cluster.',
    fix:
      'Run: az aks update --network-policy cilium --network-dataplane cilium on Azure CNI overlay (azure ' +
      'or calico elsewhere), then begin each namespace with a policy that denies ingress.',
    link: `${AKS_PAGES}/use-network-policies` },
  { id: 'node-port-services', title: 'Services should not open ports on the nodes',
    source: 'gatekeeper', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    constraints: ['K8sBlockNodePort'],
    why:
      'A NodePort opens the same port on every node of the cluster, so whoever reaches any node reaches ' +
      'the service, past ingress and its TLS.',
    fix:
      'Change spec.type of the Service to ClusterIP and publish it through the ingress or an internal ' +
      'load balancer.',
    link: `${AKS_PAGES}/concepts-network-services` },
  { id: 'service-external-ips', title: 'Kubernetes cluster services should only use allowed external IPs',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['d46c275d-1680-448d-b2ec-e495a3b6cc89'], assessments: [], benchmarks: [],
    constraints: ['K8sExternalIPs'],
    why:
      'spec.externalIPs lets whoever creates a Service catch traffic of the cluster to any address, that ' +
      'of another service included (CVE-2020-8554).',
    fix:
      'Remove spec.externalIPs from the Service; use type LoadBalancer, or have the address added to ' +
      'allowedExternalIPs of the assignment.',
    link: `${AKS_PAGES}/policy-reference` },
  { id: 'service-ports', title: 'Kubernetes cluster services should listen only on allowed ports',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'medium',
    policies: ['233a2a17-77ca-4fb1-9b6b-69223d272a44'], assessments: ['add45209-73f6-4fa5-a5a5-74a451b07fbe'],
    benchmarks: ['MCSB:PV-2', 'MCSBv2:PV-2'],
    why:
      'Ports outside the agreed list are those that firewalls, scanners and reviews do not look at: ' +
      'debuggers, databases, administration pages.',
    fix:
      'Change spec.ports[].port of the Service to an allowed one (targetPort may stay), or have the port ' +
      'added to allowedServicePortsList of the assignment.',
    link: `${AKS_PAGES}/policy-reference` },
  { id: 'unique-service-selectors', title: 'Kubernetes cluster services should use unique selectors',
    source: 'policy', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: ['b0fdedee-7b9e-4a17-9f5d-5e8e912d2f01'], assessments: [],
    benchmarks: ['Safeguards'],
    constraints: ['K8sUniqueServiceSelector'],
    why:
      "Two Services with the same selector in a namespace send traffic to each other's pods, and a change " +
      'for one of them changes both.',
    fix:
      'Give the pods a label of their own, such as app.kubernetes.io/component, and select it in ' +
      'spec.selector of each Service.',
    link: `${AKS_PAGES}/deployment-safeguards` },
  { id: 'wildcard-ingress', title: 'Ingresses should not claim wildcard hosts',
    source: 'gatekeeper', surface: 'cluster', scope: 'component', actor: 'team', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    constraints: ['K8sBlockWildcardIngress'],
    why:
      'An Ingress for a blank or wildcard host answers for names that belong to other teams on the same ' +
      'controller, also for names that do not exist yet.',
    fix: 'Replace the wildcard in spec.rules[].host by the full names that the application serves.',
    link: `${AKS_PAGES}/app-routing` },
] as const satisfies readonly CataloguedControl[];
