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

@description('Environment variables that hold secrets.')
param secretNames array

@description('Application that people sign in to; empty for none.')
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
  PURSER_IDENTITY: signInClientId == '' ? defaults.PURSER_IDENTITY.default : 'platform'
  PURSER_SCHEDULE_COLLECT: defaults.PURSER_SCHEDULE_COLLECT.default
  PURSER_SCHEDULE_METER: defaults.PURSER_SCHEDULE_METER.default
  PURSER_SCHEDULE_ASSESS: defaults.PURSER_SCHEDULE_ASSESS.default
  PURSER_SCHEDULE_CHARGEBACK: defaults.PURSER_SCHEDULE_CHARGEBACK.default
  PURSER_SCHEDULE_WEEKLY: defaults.PURSER_SCHEDULE_WEEKLY.default
}

var secretSettings = toObject(
  secretNames,
  variable => variable,
  // Names of secrets have hyphens where those of variables have underscores.
  variable => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${toLower(replace(variable, '_', '-'))})'
)

// The identity vouches for the app to Entra in place of a client secret, as a federated credential of the application.
var signInSettings = signInClientId == '' ? {} : { OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId }

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
    siteConfig: { minTlsVersion: '1.2' }
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
    properties: union(settings, signInSettings, secretSettings)
  }

  resource publishingByFtp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource publishingByPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

// Says who asks and lets everybody through: Purser itself refuses, so that automation can come with a function key and the
// health probe with nothing. Excluded paths are compared before the host decodes them, and are no boundary.
resource authentication 'Microsoft.Web/sites/config@2024-04-01' = if (signInClientId != '') {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
    httpSettings: { requireHttps: true }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: signInClientId
          clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
          openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
        }
        validation: { allowedAudiences: [signInClientId, 'api://${signInClientId}'] }
      }
    }
    login: { tokenStore: { enabled: false } }
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
