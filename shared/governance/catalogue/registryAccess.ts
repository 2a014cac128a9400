import type { CataloguedControl } from '../control.ts';
import { REGISTRY_PAGES } from './pages.ts';

/** Who may sign in to a registry, what it keeps and how it is kept, in alphabetical order. */
// biome-ignore format: a table; one property a line would be twice as long
export const REGISTRY_ACCESS_CONTROLS = [
  { id: 'registry-admin-account', title: 'Container registries should have local admin account disabled',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['dc921057-6b28-4fbe-9b83-f7bec05db6c2', '79fdfe03-ffcb-4e55-b4d0-b925b8241759'],
    assessments: [],
    benchmarks: ['MCSBv2:IM-1'],
    checks: ['registry-admin-user'],
    why:
      'The admin account is one shared password with push and pull rights to every repository, so whoever ' +
      'holds it can replace an image unseen and no log names a person.',
    fix:
      'Give people and clusters AcrPush or AcrPull by role assignment, then run: az acr update --name ' +
      'REGISTRY --admin-enabled false.',
    link: `${REGISTRY_PAGES}/container-registry-authentication` },
  { id: 'registry-anonymous-pull',
    title: 'Container registries should have anonymous authentication disabled',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'high',
    policies: ['9f2dea28-e834-476c-99c5-3507b4728395', 'cced2946-b08a-44fe-9fd9-e4ed8a779897'],
    assessments: [],
    benchmarks: [],
    checks: ['registry-anonymous-pull'],
    why:
      'Anybody on a network that reaches the registry can list and download every image, with whatever ' +
      'code and secrets are in them.',
    fix:
      'Run: az acr update --name REGISTRY --anonymous-pull-enabled false, and grant AcrPull to the ' +
      'kubelet identity of each cluster (az aks update --attach-acr REGISTRY).',
    link: `${REGISTRY_PAGES}/anonymous-pull-access` },
  { id: 'registry-arm-audience-tokens',
    title: 'Container registries should have ARM audience token authentication disabled',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['42781ec6-6127-4c30-bdfa-fb423a0047d3', '785596ed-054f-41bc-aaec-7f3d0ba05725'],
    assessments: [],
    benchmarks: [],
    why:
      'A token that was issued for Azure Resource Manager also opens the registry, so a token stolen from ' +
      'any automation reaches the images and Conditional Access for registries is bypassed.',
    fix:
      'Run: az acr config authentication-as-arm update --registry REGISTRY --status disabled; clients ' +
      'then sign in with tokens for containerregistry.azure.net (az acr login does).',
    link: `${REGISTRY_PAGES}/container-registry-disable-authentication-as-arm` },
  { id: 'registry-cache-rules', title: 'Container registries should prevent cache rule creation',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['84497762-32b6-4ab3-80b6-732ea48b85a2'], assessments: [], benchmarks: [],
    why:
      'A cache rule copies images from a public registry into this one, where they look as trusted as ' +
      'those that were built and checked in house.',
    fix:
      'List the rules with az acr cache list --registry REGISTRY and delete what nobody approved with az ' +
      'acr cache delete; import approved images with az acr import.',
    link: `${REGISTRY_PAGES}/container-registry-artifact-cache` },
  { id: 'registry-customer-managed-key',
    title: 'Container registries should be encrypted with a customer-managed key',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: ['5b9159ae-1701-4a6f-9a7a-aa9c8ddd0580'], assessments: ['af560c4d-9c05-e073-b9f1-f7a94958ff25'],
    benchmarks: ['MCSB:DP-5', 'MCSBv2:DP-5'],
    why:
      'Images are encrypted with a key that Microsoft manages; where rules demand it, only a key of your ' +
      'own can be revoked and audited by you.',
    fix:
      'Create a Premium registry with az acr create --identity IDENTITY --key-encryption-key KEY (an ' +
      'existing registry cannot be changed), and move the images with az acr import.',
    link: `${REGISTRY_PAGES}/tutorial-enable-customer-managed-keys` },
  { id: 'registry-exports', title: 'Container registries should have exports disabled',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['524b0254-c285-4903-bee6-bb8126cde579'], assessments: [], benchmarks: [],
    why:
      'While exports are allowed, whoever may import from the registry can copy its images to a registry ' +
      'outside the organisation.',
    fix:
      'Set properties.policies.exportPolicy.status to disabled on the registry (az resource update ' +
      '--set); this needs the Premium tier and publicNetworkAccess Disabled.',
    link: `${REGISTRY_PAGES}/data-loss-prevention` },
  { id: 'registry-per-landing-zone', title: 'Each landing zone should pull from a registry of its own',
    source: 'posture', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    checks: ['registry-per-landing-zone'],
    why:
      'Where landing zones share one registry, a push right gained in one of them changes the images that ' +
      'all others run, and none of them can be moved or closed by itself.',
    fix:
      "Create a registry in the landing zone's subscription, copy what it runs with az acr import, attach " +
      'it with az aks update --attach-acr REGISTRY, and withdraw the old role assignments.',
    link: `${REGISTRY_PAGES}/container-registry-best-practices` },
  { id: 'registry-retention',
    title: 'Container registries should have a retention policy for untagged manifests',
    source: 'posture', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'low',
    policies: [], assessments: [], benchmarks: [],
    checks: ['registry-retention'],
    why:
      'Untagged manifests stay forever: they cost storage, they keep vulnerable layers that can still be ' +
      'pulled by digest, and scanners go on reporting them.',
    fix:
      'In a Premium registry run: az acr config retention update --registry REGISTRY --status enabled ' +
      '--days 30 --type UntaggedManifests; elsewhere schedule an acr purge task. Lock images that run by ' +
      'digest only.',
    link: `${REGISTRY_PAGES}/container-registry-retention-policy` },
  { id: 'registry-scoped-tokens',
    title: 'Container registries should have repository scoped access token disabled',
    source: 'policy', surface: 'registry', scope: 'resource', actor: 'platform', severity: 'medium',
    policies: ['ff05e24e-195c-447e-b322-5e90c9f9f366', 'a9b426fe-8856-4945-8600-18c5dd1cca2a'],
    assessments: [],
    benchmarks: [],
    why:
      'A repository-scoped token is a password outside Entra ID: no Conditional Access, no person in the ' +
      'log, and it works until somebody remembers to disable it.',
    fix:
      'Replace each use with a role assignment of an Entra identity, then run: az acr token update ' +
      '--registry REGISTRY --name TOKEN --status disabled, and delete it once nothing fails.',
    link: `${REGISTRY_PAGES}/container-registry-repository-scoped-permissions` },
] as const satisfies readonly CataloguedControl[];
