import type { CataloguedControl } from '../control.ts';
import { DEFENDER_PAGES } from './pages.ts';

const WEAK_API =
  'The API that is tested here ships to the cluster with the flaws the test found: missing ' +
  'authorisation or injection is reached through the ingress like any other request.';
const WEAK_CODE =
  'Static analysis found weaknesses in source that is built into images; once deployed they can be ' +
  'exploited in every cluster that runs the build.';
const VULNERABLE_PACKAGE =
  'A package the repository depends on has a known vulnerability, and the next image will carry it ' +
  'into production.';
const INSECURE_TEMPLATE =
  'Bicep, Terraform, Helm or Kubernetes files in the repository describe insecure resources; what ' +
  'they describe is what the next deployment creates.';
const LEAKED_SECRET =
  'A credential in the history of a repository can be used by everybody who can read it, long after ' +
  'it was deleted from the newest commit.';

/** Recommendations on source repositories, from Defender for DevOps, by platform and theme. */
// biome-ignore format: a table; one property a line would be twice as long
export const BUILD_CONTROLS = [
  { id: 'azure-devops-api-security',
    title: 'Azure DevOps repositories should have API security testing findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['d42301a5-4d23-4457-97c8-f2f2e9eb979e'], benchmarks: [],
    why: WEAK_API,
    fix:
      'Open the finding in the Azure DevOps pipeline that ran the API test, correct the operation in code ' +
      'or in its OpenAPI definition, and run the pipeline again.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'azure-devops-code-scanning',
    title: 'Azure DevOps repositories should have code scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['99232bb2-9b21-4bbb-8e3c-763673b9923d'], benchmarks: [],
    why: WEAK_CODE,
    fix:
      'Fix the alert under Repos, Advanced Security, Code scanning, or dismiss it there with a reason; ' +
      'CodeQL must then run on the default branch.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'azure-devops-dependencies',
    title: 'Azure DevOps repositories should have dependency vulnerability scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'high',
    policies: [], assessments: ['2ea72208-8558-4011-8dcd-d93375a4003d'], benchmarks: [],
    why: VULNERABLE_PACKAGE,
    fix:
      'Raise the package to the fixed version that the Advanced Security dependency alert names, renew ' +
      'the lock file, and let the dependency scanning task run again.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'azure-devops-infrastructure-as-code',
    title: 'Azure DevOps repositories should have infrastructure as code scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['6588c4d4-fbbb-4fb8-be45-7c2de7dc1b3b'], benchmarks: [],
    why: INSECURE_TEMPLATE,
    fix:
      'Correct the template at the file and line that the MicrosoftSecurityDevOps task reports in the ' +
      'pipeline run, then run the pipeline again.',
    link: `${DEFENDER_PAGES}/iac-vulnerabilities` },
  { id: 'azure-devops-posture', title: 'Azure DevOps security posture management findings should be resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['7b123b34-1f78-4902-abb6-3b813abe9866'], benchmarks: [],
    why:
      'Loose settings of an Azure DevOps organisation, project or pipeline let people or jobs change what ' +
      'is built without review.',
    fix:
      'Apply the setting that the recommendation names: in Project settings limit the job authorisation ' +
      'scope, in Repos add branch policies, on service connections require approvals.',
    link: `${DEFENDER_PAGES}/azure-devops-extension` },
  { id: 'azure-devops-secrets',
    title: 'Azure DevOps repositories should have secrets scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'high',
    policies: [], assessments: ['b5ef903f-8655-473b-9784-4f749eeb25c6'], benchmarks: [],
    why: LEAKED_SECRET,
    fix:
      'Revoke and replace the credential first; then take it out of the code, keep its successor in Key ' +
      'Vault, and turn on push protection in Advanced Security.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'azure-devops-shai-hulud',
    title: 'Azure DevOps repositories should have Shai-Hulud 2.0 compromised packages findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'critical',
    policies: [], assessments: ['70f5bbd7-c8bd-4b6f-a877-fa46b2719606'], benchmarks: [],
    why:
      'Packages taken over by the Shai-Hulud 2.0 worm steal the tokens of whoever installs them, build ' +
      'agents included, and publish themselves further with those tokens.',
    fix:
      'Pin the dependency to a version from before the takeover, delete node_modules and package caches, ' +
      'then rotate every token that the build agents and developers of this repository hold.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'github-api-security',
    title: 'GitHub repositories should have API security testing findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['7ad00833-a0f0-47b9-b377-5665bd5d9074'], benchmarks: [],
    why: WEAK_API,
    fix:
      'Open the finding in the GitHub workflow that ran the API test, correct the operation in code or in ' +
      'its OpenAPI definition, and run the workflow again.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'github-code-scanning', title: 'GitHub repositories should have code scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['18aa4e75-776a-4296-97f0-fe1cf10d679c'], benchmarks: [],
    why: WEAK_CODE,
    fix:
      'Fix the alert under Security, Code scanning, or dismiss it there with a reason; the code scanning ' +
      'workflow must then run on the default branch.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'github-dependencies',
    title: 'GitHub repositories should have dependency vulnerability scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'high',
    policies: [], assessments: ['945f7b1c-8def-4ab3-a44d-1416060104b3'], benchmarks: [],
    why: VULNERABLE_PACKAGE,
    fix:
      'Merge the pull request that Dependabot offers, or raise the package to the fixed version of the ' +
      'alert; turn on Dependabot security updates so that the next one comes by itself.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'github-infrastructure-as-code',
    title: 'GitHub repositories should have infrastructure as code scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['d9be0ff8-3eb0-4348-82f6-c1e735f85983'], benchmarks: [],
    why: INSECURE_TEMPLATE,
    fix:
      'Correct the template at the file and line that the microsoft/security-devops-action workflow ' +
      'reports under Code scanning, then run the workflow again.',
    link: `${DEFENDER_PAGES}/iac-vulnerabilities` },
  { id: 'github-posture', title: 'GitHub security posture management findings should be resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['fd104c01-29d0-428d-bb62-2c936addd2cf'], benchmarks: [],
    why:
      'Loose settings of a GitHub organisation or repository let people or workflows change what is built ' +
      'without review.',
    fix:
      'Apply the setting that the recommendation names: a ruleset that requires reviews and status checks ' +
      'on the default branch, read-only GITHUB_TOKEN permissions, allowed actions only.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'github-secrets', title: 'GitHub repositories should have secrets scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'high',
    policies: [], assessments: ['dd98425c-1407-40cc-8a2c-da5d0a2f80da'], benchmarks: [],
    why: LEAKED_SECRET,
    fix:
      'Revoke and replace the credential first; then close the secret scanning alert as revoked, keep its ' +
      'successor in Key Vault or an Actions secret, and turn on push protection.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'github-shai-hulud',
    title: 'GitHub repositories should have Shai-Hulud 2.0 compromised packages findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'critical',
    policies: [], assessments: ['14c00325-f0ee-4c12-bbaf-4059647d919c'], benchmarks: [],
    why:
      'Packages taken over by the Shai-Hulud 2.0 worm steal the tokens of whoever installs them, workflow ' +
      'runners included, and publish themselves further with those tokens.',
    fix:
      'Pin the dependency to a version from before the takeover, delete caches and unknown workflows or ' +
      'self-hosted runners, then rotate every token that the workflows and developers of this repository ' +
      'hold.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'gitlab-code-scanning', title: 'GitLab projects should have code scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['cd3e4ff3-b1bc-4a42-b10d-e2f9f99e2991'], benchmarks: [],
    why: WEAK_CODE,
    fix:
      "Fix the finding in the project's vulnerability report, or dismiss it there with a reason; the SAST " +
      'job must then run on the default branch.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'gitlab-dependencies',
    title: 'GitLab projects should have dependency vulnerability scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'high',
    policies: [], assessments: ['1bc53aae-c92e-406b-9693-d46caf3934fa'], benchmarks: [],
    why:
      'A package the project depends on has a known vulnerability, and the next image will carry it into ' +
      'production.',
    fix:
      "Raise the package to the fixed version that the project's vulnerability report names, renew the " +
      'lock file, and let the dependency scanning job run on the default branch.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
  { id: 'gitlab-infrastructure-as-code',
    title: 'GitLab projects should have infrastructure as code scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'medium',
    policies: [], assessments: ['ec1bface-60ff-46b6-b1dc-67171a4882d5'], benchmarks: [],
    why:
      'Terraform, Helm or Kubernetes files in the project describe insecure resources; what they describe ' +
      'is what the next deployment creates.',
    fix:
      "Correct the template at the file and line that the project's vulnerability report names, then run " +
      'the IaC scanning job on the default branch.',
    link: `${DEFENDER_PAGES}/iac-vulnerabilities` },
  { id: 'gitlab-secrets', title: 'GitLab projects should have secrets scanning findings resolved',
    source: 'assessment', surface: 'build', scope: 'resource', actor: 'team', severity: 'high',
    policies: [], assessments: ['867001c3-2d01-4db7-b513-5cb97638f23d'], benchmarks: [],
    why:
      'A credential in the history of a project can be used by everybody who can read it, long after it ' +
      'was deleted from the newest commit.',
    fix:
      'Revoke and replace the credential first; then resolve the finding in the vulnerability report, ' +
      'keep its successor in Key Vault or a masked CI variable, and turn on secret push protection.',
    link: `${DEFENDER_PAGES}/recommendations-reference-devops` },
] as const satisfies readonly CataloguedControl[];
