import type { CataloguedControl } from '../control.ts';
import { REGISTRY_PAGES } from './pages.ts';

/** From where a registry can be reached, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const REGISTRY_NETWORK_CONTROLS = [
  { id: 'registry-network-access', title: 'Container registries should not allow unrestricted network access',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['d0793b48-0edc-4296-a390-4c75d1bdfd71'], assessments: ['9b828565-a0ed-61c2-6bf3-1afc99a9b2ca'],
    benchmarks: ['MCSB:NS-2', 'MCSBv2:NS-2'],
    why:
      'With the default action Allow every address on the internet can try credentials against the ' +
      'registry; a leaked one is enough to pull or push.',
    fix:
      'In a Premium registry run: az acr update --name REGISTRY --default-action Deny, then az acr ' +
      'network-rule add --name REGISTRY --ip-address CIDR for builds outside Azure.',
    link: `${REGISTRY_PAGES}/container-registry-access-selected-networks` },
  { id: 'registry-private-dns-configure', title: 'Configure Container registries to use private DNS zones',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['e9585a95-5b8c-4d03-b193-dc7eb5ac4c32'], assessments: [], benchmarks: [],
    why:
      'A private endpoint without its DNS zone is not used: nodes resolve the public address and pulls ' +
      'fail as soon as public access is closed.',
    fix:
      "Link a private zone privatelink.azurecr.io to the clusters' networks and add a zone group to the " +
      'endpoint, or let the assignment do so: az policy remediation create.',
    link: `${REGISTRY_PAGES}/container-registry-private-endpoints` },
  { id: 'registry-private-link', title: 'Container registries should use private link',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['e8eef0a8-67cf-4eb4-9386-14b0e78733d4', 'd85c6833-7d33-4cf5-a915-aaa2de84405f'],
    assessments: ['13e7d036-6903-821c-6018-962938929bf0'],
    benchmarks: ['MCSB:NS-2', 'MCSBv2:NS-2'],
    checks: ['registry-private-link'],
    why:
      'Without an approved private endpoint image pulls leave the virtual network, and the registry must ' +
      'stay reachable from the internet for the clusters to work.',
    fix:
      'Run: az network private-endpoint create --group-ids registry --private-connection-resource-id ' +
      'REGISTRY_ID, approve the connection, and link the zone privatelink.azurecr.io.',
    link: `${REGISTRY_PAGES}/container-registry-private-endpoints` },
  { id: 'registry-private-link-sku',
    title: 'Container registries should have SKUs that support Private Links',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['bd560fc0-3c69-498a-ae9f-aa8eb7de0e13'], assessments: [],
    benchmarks: ['MCSBv2:NS-2'],
    why:
      'Basic and Standard registries cannot have private endpoints or network rules, so they cannot be ' +
      'closed to the internet at all.',
    fix: 'Run: az acr update --name REGISTRY --sku Premium; the images stay, the price a day rises.',
    link: `${REGISTRY_PAGES}/container-registry-skus` },
  { id: 'registry-public-network', title: 'Public network access should be disabled for Container registries',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['0fdf0491-d080-4575-b627-ad0e843cba0f', 'a3701552-92ea-433e-9d17-33b7f1208fc9'],
    assessments: [],
    benchmarks: ['MCSBv2:NS-2'],
    checks: ['registry-public-access'],
    why:
      'As long as the public endpoint is on, a private endpoint protects nothing: the same registry ' +
      'answers the same credentials from anywhere.',
    fix:
      'Once every cluster and build agent reaches the private endpoint, run: az acr update --name ' +
      'REGISTRY --public-network-enabled false.',
    link: `${REGISTRY_PAGES}/container-registry-access-selected-networks` },
] as const satisfies readonly CataloguedControl[];
