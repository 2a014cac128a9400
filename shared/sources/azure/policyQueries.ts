/**
 * Components of clusters that are not compliant: in breach, exempt, or undecided. They are asked for by what they
 * are not, so that a state that Azure adds one day is not taken for compliant.
 */
export const COMPONENTS = `policyresources
| where type =~ 'microsoft.policyinsights/componentpolicystates'
| where tostring(properties.complianceState) !~ 'Compliant'
| where tostring(properties.resourceId) contains '/providers/Microsoft.ContainerService/managedClusters/'
| where tostring(properties.componentType) != '*'
| project id, name, type, subscriptionId, properties
| order by id asc`;

/** What is assigned, and who is spared it, at the subscription, below and above. */
export const ASSIGNMENTS = `policyresources
| where type in~ ('microsoft.authorization/policyassignments', 'microsoft.authorization/policyexemptions')
| project id, name, type, subscriptionId, properties
| order by id asc`;

/** Names of initiatives. Their other properties hold every parameter of every definition: megabytes. */
export const INITIATIVES = `policyresources
| where type =~ 'microsoft.authorization/policysetdefinitions'
| project id, name, type, displayName = tostring(properties.displayName)
| order by id asc`;

/** Whole clusters and registries that are not compliant, as Policy Insights filters (OData). */
export const RESOURCES =
  "complianceState ne 'Compliant' and (resourceType eq 'Microsoft.ContainerService/managedClusters' " +
  "or resourceType eq 'Microsoft.ContainerRegistry/registries')";
