import { describe, expect, it } from 'vitest';
import { explainAlert, placeAlerts } from '../../shared/governance/alert.ts';
import type { SecurityAlert } from '../../shared/model/governance.ts';
import { PROD, withWorkloads, workload } from './estate.ts';

function alert(parts: Partial<SecurityAlert> = {}): SecurityAlert {
  return {
    id: '/alert',
    type: 'K8S_PrivilegedContainer',
    title: 'Privileged container detected',
    description: 'Somebody started one.',
    severity: 'low',
    status: 'Active',
    clusterId: PROD,
    namespace: 'shop',
    workload: 'Pod/api-7d4b9c8f6d-x2k4p',
    pod: 'api-7d4b9c8f6d-x2k4p',
    image: '',
    tactic: 'PrivilegeEscalation',
    techniques: ['T1611'],
    raisedAt: '2026-11-02T01:00:00.000Z',
    link: 'https://portal.azure.com/#alert',
    ...parts,
  };
}

describe('an alert is explained', () => {
  it('by the control of its type', () => {
    const explained = explainAlert(alert({ type: 'K8S.NODE_ImdsCall' }));
    expect(explained.control).toBe('alert-credential-access');
    expect([explained.title, explained.why, explained.fix].every((text) => text.length > 20)).toBe(true);
  });

  it('by the family of its type where that is new', () => {
    expect(explainAlert(alert({ type: 'K8S_SomethingOfNextYear' })).control).toBe('alert-control-plane');
  });

  it('by its own words where nobody knows it, on one line', () => {
    expect(explainAlert(alert({ type: 'VM_Odd', title: 'Odd\r\nthing' }))).toEqual({
      control: 'uncatalogued:vm_odd',
      title: 'Odd thing',
      why: 'Somebody started one.',
      fix: '',
      link: 'https://portal.azure.com/#alert',
    });
  });
});

describe('an alert that names a pod is placed', () => {
  const { kubernetes } = withWorkloads([
    workload({ kind: 'StatefulSet', name: 'ledger', pods: ['api-7d4b9c8f6d-x2k4p'] }),
  ]);

  it('with the workload that the cluster says holds the pod', () => {
    expect(placeAlerts([alert()], kubernetes)).toMatchObject([
      { workload: 'StatefulSet/ledger', pod: 'api-7d4b9c8f6d-x2k4p' },
    ]);
  });

  it('by the pod’s name where the cluster was not read', () => {
    expect(placeAlerts([alert()], new Map())).toMatchObject([{ workload: 'Deployment/api' }]);
    const replicaSet = alert({ workload: 'ReplicaSet/api-7d4b9c8f6d' });
    expect(placeAlerts([replicaSet], new Map())).toMatchObject([{ workload: 'Deployment/api' }]);
  });

  it('not when it names the workload itself, or no namespace', () => {
    const others = [alert({ workload: 'DaemonSet/agent' }), alert({ namespace: '' })];
    expect(placeAlerts(others, kubernetes)).toEqual(others);
  });
});
