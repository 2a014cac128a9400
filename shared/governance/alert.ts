import type { ArmId, KubernetesState } from '../model/estate.ts';
import type { SecurityAlert } from '../model/governance.ts';
import { findControl, toSourceKey } from './catalogue.ts';
import { toLine } from './wording.ts';
import { indexWorkloads, placeComponent, type WorkloadIndex } from './workload.ts';

/** What the catalogue says of a kind of alert. */
export interface AlertExplanation {
  /** Id of the control, or `uncatalogued:<alert type>`. */
  readonly control: string;
  readonly title: string;
  /** What can happen; for an uncatalogued alert, its own description. */
  readonly why: string;
  /** What to do; `''` for an uncatalogued alert, whose own page says it. */
  readonly fix: string;
  /** Microsoft's page about the kind of alert; for an uncatalogued one, the alert's own. */
  readonly link: string;
}

/** Explains an alert by the control that its type, or the family of its type, belongs to. */
export function explainAlert(alert: SecurityAlert): AlertExplanation {
  const control = findControl('alert', alert.type);
  if (control) {
    const { id, title, why, fix, link } = control;
    return { control: id, title, why, fix, link };
  }
  return {
    control: `uncatalogued:${toSourceKey(alert.type)}`,
    title: toLine(alert.title),
    why: toLine(alert.description),
    fix: '',
    link: alert.link,
  };
}

/**
 * Names the workload of each alert that names no more than a pod or a replica set, so that its team hears of
 * it: by the cluster's own list where that was read, else by how Kubernetes makes names.
 */
export function placeAlerts(
  alerts: readonly SecurityAlert[],
  kubernetes: ReadonlyMap<ArmId, KubernetesState>,
): readonly SecurityAlert[] {
  const indexes = new Map<ArmId, WorkloadIndex>();
  return alerts.map((alert) => {
    const [kind = '', name = ''] = alert.workload.split('/');
    if (!['Pod', 'ReplicaSet'].includes(kind) || alert.namespace === '') return alert;
    const index = indexes.get(alert.clusterId) ?? indexWorkloads(kubernetes.get(alert.clusterId));
    indexes.set(alert.clusterId, index);
    const place = placeComponent(index, kind, alert.namespace, name);
    return place ? { ...alert, workload: place.display } : alert;
  });
}
