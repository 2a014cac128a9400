import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConstraint } from '../../../shared/sources/kubernetes/constraints.ts';
import { type LocalServer, type Reply, type Seen, startServer } from '../http/localServer.ts';
import { answerWith, CLUSTER, kubernetesError, list, sourcesOf } from './estate.ts';

const TEMPLATES = '/apis/templates.gatekeeper.sh/v1/constrainttemplates';
const OLD_TEMPLATES = '/apis/templates.gatekeeper.sh/v1beta1/constrainttemplates';
const CONSTRAINTS = '/apis/constraints.gatekeeper.sh/v1beta1';
const DEFINITION =
  '/providers/Microsoft.Authorization/policyDefinitions/95edb821-ddaf-4404-9732-666045e056b4';

let server: LocalServer;
let replies: Readonly<Record<string, Reply | ((request: Seen) => Reply)>>;

beforeEach(async () => {
  replies = {};
  server = await startServer(
    answerWith(
      () => server,
      (request) => {
        const reply = replies[request.path];
        return typeof reply === 'function' ? reply(request) : reply;
      },
    ),
  );
});
afterEach(() => server[Symbol.asyncDispose]());

function template(kind: string, more: object = {}) {
  return { metadata: { name: kind.toLowerCase() }, spec: { crd: { spec: { names: { kind } } } }, ...more };
}

function constraint(status: object | undefined = {}, more: object = {}) {
  return {
    apiVersion: 'constraints.gatekeeper.sh/v1beta1',
    kind: 'K8sAzureV2ContainerNoPrivilege',
    metadata: {
      name: 'azurepolicy-privileged',
      annotations: {
        'azure-policy-assignment-id': '/subscriptions/S/providers/x/policyAssignments/Safe',
        'azure-policy-definition-id': DEFINITION,
        'azure-policy-definition-reference-id': 'privilegedContainers',
        'azure-policy-setdefinition-id': '/providers/x/policySetDefinitions/Set',
      },
    },
    spec: { enforcementAction: 'dryrun' },
    ...more,
    status,
  };
}

function violation(name: string, more: object = {}) {
  return {
    kind: 'Pod',
    namespace: 'shop',
    name,
    message: 'Privileged container is not allowed: main',
    enforcementAction: 'dryrun',
    ...more,
  };
}

const readState = () => sourcesOf(server).readKubernetes(CLUSTER);

describe('the constraints of a cluster', () => {
  it('are read kind by kind, with the policy behind them, total and violations', async () => {
    const status = {
      auditTimestamp: '2026-11-23T03:11:06Z',
      totalViolations: 57,
      violations: [violation('web-2'), violation('web-1'), violation('ns', { namespace: undefined })],
    };
    replies = {
      [TEMPLATES]: list('ConstraintTemplateList', [template('K8sAzureV2ContainerNoPrivilege')]),
      [`${CONSTRAINTS}/k8sazurev2containernoprivilege`]: list('L', [constraint(status)]),
    };
    const { constraints, constraintsRead, warnings } = await readState();
    expect(constraints).toEqual([
      {
        kind: 'K8sAzureV2ContainerNoPrivilege',
        name: 'azurepolicy-privileged',
        enforcementAction: 'dryrun',
        definitionId: DEFINITION.toLowerCase(),
        setDefinitionId: '/providers/x/policysetdefinitions/set',
        referenceId: 'privilegedcontainers',
        assignmentId: '/subscriptions/s/providers/x/policyassignments/safe',
        totalViolations: 57,
        auditedAt: '2026-11-23T03:11:06.000Z',
        violations: [violation('ns', { namespace: '' }), violation('web-1'), violation('web-2')],
      },
    ]);
    expect([constraintsRead, warnings]).toEqual([true, []]);
  });

  it('are found where only the older version of templates is served, and on every page', async () => {
    replies = {
      [OLD_TEMPLATES]: ({ query }) =>
        query.has('continue')
          ? list('L', [template('K8sB')])
          : list('L', [template('K8sA'), template('K8sNew', { status: { created: false } })], 'more'),
      [`${CONSTRAINTS}/k8sa`]: list('L', [constraint({}, { kind: 'K8sA' })]),
      [`${CONSTRAINTS}/k8sb`]: list('L', [constraint({}, { kind: 'K8sB' })]),
    };
    const { constraints, constraintsRead } = await readState();
    expect(constraints.map(({ kind }) => kind)).toEqual(['K8sA', 'K8sB']);
    expect(constraintsRead).toBe(true);
    expect(server.seen.some(({ path }) => path.endsWith('/k8snew'))).toBe(false);
  });

  it('are none, and said to be none, without Gatekeeper', async () => {
    const { constraints, constraintsRead, warnings } = await readState();
    expect([constraints, constraintsRead]).toEqual([[], false]);
    expect(warnings).toEqual([expect.stringMatching(/no Gatekeeper.*Azure Policy add-on/)]);
  });

  it('are not read without the right, which the warning names; pods are read all the same', async () => {
    replies = { [TEMPLATES]: kubernetesError(403, 'constrainttemplates is forbidden') };
    const { constraintsRead, warnings, workloads } = await readState();
    expect([constraintsRead, workloads]).toEqual([false, []]);
    expect(warnings).toEqual([expect.stringMatching(/is forbidden.*Grant the identity get and list/)]);
  });

  it('are asked for no further where one kind is refused', async () => {
    replies = {
      [TEMPLATES]: list(
        'L',
        ['K8sA', 'K8sB', 'K8sC'].map((kind) => template(kind)),
      ),
      [`${CONSTRAINTS}/k8sa`]: list('L', [constraint({}, { kind: 'K8sA' })]),
      [`${CONSTRAINTS}/k8sb`]: kubernetesError(403, 'no'),
    };
    const { constraints, constraintsRead, warnings } = await readState();
    expect(constraints.map(({ kind }) => kind)).toEqual(['K8sA']);
    expect([constraintsRead, warnings.length]).toEqual([false, 1]);
    expect(server.seen.some(({ path }) => path.endsWith('/k8sc'))).toBe(false);
  });

  it('lose a kind that cannot be read, and no other', async () => {
    replies = {
      [TEMPLATES]: list('L', [template('K8sA'), template('K8sB'), { spec: 'odd' }]),
      [`${CONSTRAINTS}/k8sa`]: { body: { kind: 'Status' } },
      [`${CONSTRAINTS}/k8sb`]: list('L', [constraint({}, { kind: 'K8sB' }), { kind: 'K8sB' }]),
    };
    const { constraints, constraintsRead, warnings } = await readState();
    expect(constraints.map(({ kind }) => kind)).toEqual(['K8sB']);
    expect(constraintsRead).toBe(false);
    expect(warnings.join(' ')).toMatch(/1 constraint templates.*k8sa.*one cannot be read \(metadata\)/s);
  });
});

describe('a constraint', () => {
  it('that nobody audited yet has no total, and denies unless it says otherwise', () => {
    const { constraint: parsed } = parseConstraint(constraint(undefined, { spec: null }));
    expect(parsed).toMatchObject({
      enforcementAction: 'deny',
      totalViolations: undefined,
      auditedAt: undefined,
      violations: [],
    });
  });

  it('of somebody’s own has no policy behind it', () => {
    const { constraint: parsed } = parseConstraint(constraint({}, { metadata: { name: 'own' } }));
    expect(parsed).toMatchObject({ definitionId: '', assignmentId: '', setDefinitionId: '' });
  });

  it('keeps the violations around one that cannot be read, and says so', () => {
    const { constraint: parsed, lost } = parseConstraint(
      constraint({ totalViolations: '2', violations: [violation('a'), { message: 'who?' }] }),
    );
    expect(parsed).toMatchObject({ totalViolations: 2, violations: [{ name: 'a' }] });
    expect(lost).toBe('1 violations cannot be read');
  });

  it('keeps a hundred violations, each with a message of limited length', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      violation(`pod-${index}`, { message: '😀'.repeat(500_000 / 10_000) + 'x'.repeat(2_000) }),
    );
    const { constraint: parsed } = parseConstraint(constraint({ totalViolations: 10_000, violations: many }));
    expect(parsed?.totalViolations).toBe(10_000);
    expect(parsed?.violations).toHaveLength(100);
    expect(Math.max(...(parsed?.violations ?? []).map(({ message }) => message.length))).toBe(1_000);
  });

  it('never fails, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (status, metadata) => {
        const { constraint: parsed, lost } = parseConstraint({ kind: 'K', metadata, status });
        expect(parsed !== undefined || lost !== '').toBe(true);
      }),
    );
  });
});
