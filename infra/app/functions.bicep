// The function app on Flex Consumption: scales to zero, signs in to everything as its identity, holds no key.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param storageName string

@description('URL of the container that the package is deployed to.')
param packageContainer string
param vaultName string
param applicationInsightsConnectionString string
param subnetId string

@description('Secret names in the vault, by environment variable.')
param secrets object
param signInClientId string
param instanceMemoryMB int
param maximumInstanceCount int

var defaults = loadJsonContent('../app-settings.json')

var settings = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  // A small young generation: an instance of 512 MB has no room for Node's own choice.
  languageWorkers__node__arguments: '--max-semi-space-size=4'
  PURSER_CONFIG: defaults.PURSER_CONFIG.default
  PURSER_SCHEDULE_COLLECT: defaults.PURSER_SCHEDULE_COLLECT.default
  PURSER_SCHEDULE_METER: defaults.PURSER_SCHEDULE_METER.default
  PURSER_SCHEDULE_ASSESS: defaults.PURSER_SCHEDULE_ASSESS.default
  PURSER_SCHEDULE_CHARGEBACK: defaults.PURSER_SCHEDULE_CHARGEBACK.default
  PURSER_SCHEDULE_WEEKLY: defaults.PURSER_SCHEDULE_WEEKLY.default
}

var secretSettings = reduce(
  items(secrets),
  {},
  (all, secret) =>
    union(all, { '${secret.key}': '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${secret.value})' })
)

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'purser' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: subnetId == '' ? null : subnetId
    siteConfig: { minTlsVersion: '1.2', ftpsState: 'Disabled', http20Enabled: true }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainer
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'node', version: '24' }
      scaleAndConcurrency: { instanceMemoryMB: instanceMemoryMB, maximumInstanceCount: maximumInstanceCount }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, secretSettings)
  }

  resource basicPublishing 'basicPublishingCredentialsPolicies' = [
    for kind in ['ftp', 'scm']: {
      name: kind
      properties: { allow: false }
    }
  ]
}

// Everybody signs in, but for the health probe, and for automation, which brings a function key.
resource authentication 'Microsoft.Web/sites/config@2024-04-01' = if (signInClientId != '') {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'RedirectToLoginPage'
      redirectToProvider: 'azureactivedirectory'
      excludedPaths: ['/api/health', '/api/automation/*']
    }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: signInClientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: { allowedAudiences: [signInClientId, 'api://${signInClientId}'] }
      }
    }
    login: { tokenStore: { enabled: false } }
  }
}

output url string = 'https://${app.properties.defaultHostName}'
