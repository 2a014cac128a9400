/**
 * The forms that reasons for owning something have in report data, where they are English sentence parts (model's
 * `Owner`, the shares of allocation, corrections): by them a reason is said in another language. What stands in
 * brackets comes from the estate or the configuration.
 */
export const REASON_FORMS = {
  notATeamOnNamespace: /^label (\S+) on namespace (.+?) says (".*"), which is no team$/,
  notATeamOnWorkload: /^label (\S+) on workload (.+?) says (".*"), which is no team$/,
  labelOnNamespace: /^label (\S+) on namespace (.+)$/,
  labelOnWorkload: /^label (\S+) on the workload$/,
  labelNotSet: /^no rule matches and the label (\S+) is not set$/,
  labelsNotSet: /^no rule matches and none of the labels (.+) is set$/,
  rule: /^rule (\d+) (\(.*)$/,
  nothingRan: /^nothing ran in namespace (.+) that day$/,
  noResourceGroup: /^it has no resource group and belongs to no cluster$/,
  resourceGroupOutside: /^its resource group belongs to no cluster$/,
  idleApart: /^idle capacity is shown apart by configuration$/,
  noAllocation: /^no allocation was read for this cluster and day$/,
  nobodyUsed: /^no team used the cluster that day$/,
  billChanged: /^Azure changed the bill of (\d{4}-\d{2})$/,
  billChangedAndCorrected: /^Azure changed the bill of (\d{4}-\d{2}), and corrected ownership or allocation$/,
  corrected: /^corrected ownership or allocation of (\d{4}-\d{2})$/,
  openedAgain: /^(\d{4}-\d{2}) was opened again and carries its changes itself$/,
  closedAgain: /^(\d{4}-\d{2}) was closed again as revision (\d+), which carries its changes itself$/,
  agreedFor: /^agreement (.+), for ([^,]+)$/,
  agreed: /^agreement ([^:]+)$/,
} as const satisfies Readonly<Record<string, RegExp>>;

export type ReasonForm = keyof typeof REASON_FORMS;

/** A reason taken apart; undefined for one that is in words of somebody's own. */
export function readReason(
  reason: string,
): { readonly form: ReasonForm; readonly values: readonly string[] } | undefined {
  for (const form of Object.keys(REASON_FORMS) as ReasonForm[]) {
    const match = REASON_FORMS[form].exec(reason);
    if (match) return { form, values: match.slice(1) };
  }
  return undefined;
}
