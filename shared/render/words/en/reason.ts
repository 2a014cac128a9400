import type { ReasonForm } from '../../../reports/ownerReason.ts';

type Say = (first: string, second: string, third: string) => string;

/** Why something is whose it is; the values are those of the forms in ownerReason.ts, in their order. */
export const reason = {
  notATeamOnNamespace: (label, namespace, value) =>
    `label ${label} on namespace ${namespace} says ${value}, which is no team`,
  notATeamOnWorkload: (label, workload, value) =>
    `label ${label} on workload ${workload} says ${value}, which is no team`,
  labelOnNamespace: (label, namespace) => `label ${label} on namespace ${namespace}`,
  labelOnWorkload: (label) => `label ${label} on the workload`,
  labelNotSet: (label) => `no rule matches and the label ${label} is not set`,
  labelsNotSet: (labels) => `no rule matches and none of the labels ${labels} is set`,
  rule: (number, text) => `rule ${number} ${text}`,
  nothingRan: (namespace) => `nothing ran in namespace ${namespace} that day`,
  noResourceGroup: () => 'it has no resource group and belongs to no cluster',
  resourceGroupOutside: () => 'its resource group belongs to no cluster',
  idleApart: () => 'idle capacity is shown apart by configuration',
  noAllocation: () => 'no allocation was read for this cluster and day',
  nobodyUsed: () => 'no team used the cluster that day',
  billChanged: (month) => `Azure changed the bill of ${month}`,
  billChangedAndCorrected: (month) =>
    `Azure changed the bill of ${month}, and corrected ownership or allocation`,
  corrected: (month) => `corrected ownership or allocation of ${month}`,
  openedAgain: (month) => `${month} was opened again and carries its changes itself`,
  closedAgain: (month, revision) =>
    `${month} was closed again as revision ${revision}, which carries its changes itself`,
  agreedFor: (name, team) => `agreement ${name}, for ${team}`,
  agreed: (name) => `agreement ${name}`,
} satisfies Record<ReasonForm, Say> as Readonly<Record<ReasonForm, Say>>;
