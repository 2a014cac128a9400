// Mail by Azure Communication Services, from a domain of Azure's (5 a minute, 10 an hour) and, once it is verified, from one of
// your own (30 a minute, 100 an hour).
param name string
param tags object
param appPrincipalId string

@description('Resource id of a verified domain of your own, in any email service; empty for none.')
param ownDomainId string

@description('Where mail is at rest.')
param dataLocation string = 'Europe'

resource email 'Microsoft.Communication/emailServices@2023-04-01' = {
  name: '${name}-mail'
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }

  resource domain 'domains' = {
    name: 'AzureManagedDomain'
    location: 'global'
    properties: { domainManagement: 'AzureManaged', userEngagementTracking: 'Disabled' }
  }
}

resource communication 'Microsoft.Communication/communicationServices@2023-04-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation, linkedDomains: ownDomainId == '' ? [email::domain.id] : [email::domain.id, ownDomainId] }
}

// Communication and Email Service Owner: the narrowest built-in role that may send.
var emailServiceOwner = '09976791-48a7-449e-bb21-39d1a415f350'

resource appSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(communication.id, appPrincipalId, emailServiceOwner)
  scope: communication
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', emailServiceOwner)
  }
}

output endpoint string = 'https://${communication.properties.hostName}'
output sender string = 'DoNotReply@${email::domain.properties.fromSenderDomain}'
