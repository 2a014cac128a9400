// Purser in one resource group, and the right to read the estate it reports on. `azd up` runs this.
targetScope = 'subscription'

@description('Name of the environment; resources are named after it.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('Region of everything that has one. It must offer Flex Consumption.')
param location string

@description('Subscriptions to report on, and the one this runs in if it is among them. Purser gets Reader, Security Reader and Cost Management Reader there.')
param subscriptionIds string[] = []

@description('Management group to report on in place of single subscriptions; empty for none.')
param managementGroupId string = ''

@description('Application (client) id of the Entra app registration that people sign in to; empty turns browser access off.')
param signInClientId string = ''

@description('Names of secrets in the vault, by the environment variable that the configuration names: { SMTP_PASSWORD: \'smtp-password\' }.')
param secrets object = {}

@description('Whether to make an Azure Communication Services domain to send mail from.')
param communicationServices bool = false

@description('Address range of a virtual network for private clusters, such as 10.90.0.0/24; empty for none.')
param networkRange string = ''

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

@description('Days that snapshots of the estate are kept.')
@minValue(95)
param snapshotDays int = 800

@description('Days that copies of sent messages are kept.')
@minValue(30)
param messageDays int = 800

@description('Object id of the person or pipeline that deploys, to read reports and set secrets; azd fills it in. Empty for none.')
param principalId string = ''

var tags = { 'azd-env-name': environmentName }
var suffix = toLower(uniqueString(subscription().id, environmentName, location))

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
    subnetId: networkRange == '' ? '' : network!.outputs.subnetId
    closedStatementDays: closedStatementDays
    snapshotDays: snapshotDays
    messageDays: messageDays
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
  params: { name: 'acs-purser-${suffix}', tags: tags, appPrincipalId: identity.outputs.principalId }
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
    secrets: secrets
    signInClientId: signInClientId
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
  }
}

module readSubscriptions 'roles/subscription.bicep' = [
  for id in (managementGroupId == '' ? subscriptionIds : []): {
    name: 'read-${id}'
    scope: subscription(id)
    params: { principalId: identity.outputs.principalId }
  }
]

module readManagementGroup 'roles/managementGroup.bicep' = if (managementGroupId != '') {
  name: 'read-${environmentName}'
  scope: managementGroup(managementGroupId)
  params: { principalId: identity.outputs.principalId }
}

output AZURE_RESOURCE_GROUP string = group.name
output PURSER_URL string = app.outputs.url
output PURSER_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
output PURSER_VAULT string = vault.outputs.name
output PURSER_STORAGE string = storage.outputs.name
output PURSER_MAIL_ENDPOINT string = communicationServices ? mail!.outputs.endpoint : ''
output PURSER_MAIL_SENDER string = communicationServices ? mail!.outputs.sender : ''
