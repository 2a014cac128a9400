// Purser in one resource group, and the right to read the estate it reports on. `azd up` runs this.
targetScope = 'subscription'

@description('Name of the environment; resources are named after it.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Region of everything that has one. It must offer Flex Consumption.')
param location string

@description('Subscriptions to report on, separated by commas; Purser may read there, see roles/. Empty where a management group is named to azd instead.')
param subscriptionIds string = ''

@description('Application (client) id of the Entra app registration that people sign in to; empty turns browser access off.')
param signInClientId string = ''

@description('Environment variables that the configuration names for secrets, separated by commas: SMTP_PASSWORD,TEAMS_PAYMENTS. Each is kept in the vault in lower case and with hyphens: smtp-password.')
param secrets string = ''

@description('Whether to make an Azure Communication Services domain to send mail from.')
param communicationServices bool = false

@description('Resource id of a verified mail domain of your own, for Communication Services to send from as well; empty for none.')
param mailDomainId string = ''

@description('Address range of a virtual network for private clusters, such as 10.90.0.0/24; empty for none.')
param networkRange string = ''

@description('Public IPv4 addresses or ranges, separated by commas, that may reach storage from outside of that network, for the command line.')
param operatorAddresses string = ''

@description('Redundancy of storage. Zones are not offered in every region; take Standard_LRS there.')
@allowed(['Standard_ZRS', 'Standard_LRS', 'Standard_GZRS', 'Standard_GRS'])
param storageRedundancy string = 'Standard_ZRS'

@description('Memory of an instance in MB. 512 serves estates of some dozen clusters, see docs/benchmarks.md.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances at once, at most.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Days that a closed statement cannot be changed or deleted by anybody.')
@minValue(1)
@maxValue(146000)
param closedStatementDays int = 3653

@description('Whether that policy was locked, from when on it is left alone.')
param closedStatementsLocked bool = false

@description('Days that snapshots of the estate are kept.')
@minValue(96)
param snapshotDays int = 800

@description('Object id of the person or pipeline that deploys, to use the command line and set secrets; azd fills it in. Empty for none.')
param principalId string = ''

var tags = { 'azd-env-name': environmentName }
var suffix = toLower(uniqueString(subscription().id, environmentName, location))
// azd hands over text: lists from its environment reach a parameter of type array in its newer versions only.
var estate = filter(map(split(subscriptionIds, ','), id => trim(id)), id => !empty(id))
var secretNames = filter(map(split(secrets, ','), name => trim(name)), name => !empty(name))
var operators = filter(map(split(operatorAddresses, ','), address => trim(address)), address => !empty(address))

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-purser-${suffix}', location: location, tags: tags }
}

module network 'app/network.bicep' = if (networkRange != '') {
  name: 'network'
  scope: group
  params: { name: 'vnet-purser-${suffix}', location: location, tags: tags, range: networkRange }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'stpurser${suffix}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
    redundancy: storageRedundancy
    subnetId: networkRange == '' ? '' : network!.outputs.subnetId
    operatorAddresses: operators
    closedStatementDays: closedStatementDays
    closedStatementsLocked: closedStatementsLocked
    snapshotDays: snapshotDays
  }
}

module vault 'app/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-${suffix}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    deployerPrincipalId: principalId
  }
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { name: 'purser-${suffix}', location: location, tags: tags, appPrincipalId: identity.outputs.principalId }
}

module mail 'app/mail.bicep' = if (communicationServices) {
  name: 'mail'
  scope: group
  params: {
    name: 'acs-purser-${suffix}'
    tags: tags
    appPrincipalId: identity.outputs.principalId
    ownDomainId: mailDomainId
  }
}

module app 'app/functions.bicep' = {
  name: 'functions'
  scope: group
  params: {
    name: 'func-purser-${suffix}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    vaultName: vault.outputs.name
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    subnetId: networkRange == '' ? '' : network!.outputs.subnetId
    secretNames: secretNames
    signInClientId: signInClientId
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
  }
}

module readSubscriptions 'roles/subscription.bicep' = [
  for id in estate: {
    name: 'read-${id}'
    scope: subscription(id)
    params: { principalId: identity.outputs.principalId }
  }
]

output AZURE_RESOURCE_GROUP string = group.name
output PURSER_APP string = app.outputs.name
output PURSER_URL string = app.outputs.url
output PURSER_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output PURSER_VAULT string = vault.outputs.name
output PURSER_STORAGE string = storage.outputs.name
output PURSER_MAIL_ENDPOINT string = communicationServices ? mail!.outputs.endpoint : ''
output PURSER_MAIL_SENDER string = communicationServices ? mail!.outputs.sender : ''
