/** What an assessment is about, in the spellings that Azure has had. */
const ABOUT = `tolower(coalesce(tostring(properties.resourceDetails.Id), tostring(properties.resourceDetails.ResourceId), tostring(properties.resourceDetails.id), id))`;

/**
 * Recommendations that are not met on clusters, registries, images, and the machines of node pools (AKS names
 * their scale sets `aks…`); those that do not apply are asked for as well, as exempt ones are among them.
 */
export const ASSESSMENTS = `securityresources
| where type =~ 'microsoft.security/assessments'
| where tostring(properties.status.code) !~ 'Healthy'
| extend rid = ${ABOUT}
| where rid contains '/microsoft.containerservice/managedclusters/'
  or rid contains '/microsoft.containerregistry/registries/'
  or rid contains '/microsoft.compute/virtualmachinescalesets/aks'
  or tostring(properties.resourceDetails.ResourceType) =~ '.containerimage'
| project id, name, type, subscriptionId, properties
| order by id asc`;

/** Every state of every recommendation on clusters and registries themselves: what was looked at, well or not. */
export const ASSESSED = `securityresources
| where type =~ 'microsoft.security/assessments'
| where tostring(properties.resourceDetails.ResourceType) !~ '.containerimage'
| extend rid = ${ABOUT}
| where rid contains '/microsoft.containerservice/managedclusters/'
  or rid contains '/microsoft.containerregistry/registries/'
| extend state = tostring(properties.status.code), changed = tostring(properties.status.statusChangeDate)
| project id, rid, state, changed
| order by id asc`;

/** Who is to fix an assessment until when. */
export const ASSIGNMENTS = `securityresources
| where type =~ 'microsoft.security/assessments/governanceassignments'
| extend rid = tolower(coalesce(tostring(properties.assignedResourceId), id))
| where rid contains '/microsoft.containerservice/managedclusters/'
  or rid contains '/microsoft.containerregistry/registries/'
  or rid contains '/microsoft.compute/virtualmachinescalesets/aks'
| project id, name, type, subscriptionId, properties
| order by id asc`;

export const ALERTS = `securityresources
| where type =~ 'microsoft.security/locations/alerts'
| where tostring(properties) contains '/microsoft.containerservice/managedclusters/'
| project id, name, type, subscriptionId, properties
| order by id asc`;

/** Few rows of several types, asked for at once because Resource Graph counts questions, not rows. */
export const POSTURE = `securityresources
| where type in~ ('microsoft.security/pricings', 'microsoft.security/securescores', 'microsoft.security/securescores/securescorecontrols', 'microsoft.security/regulatorycompliancestandards', 'microsoft.security/regulatorycompliancestandards/regulatorycompliancecontrols')
| project id, name, type, subscriptionId, properties
| order by id asc`;
