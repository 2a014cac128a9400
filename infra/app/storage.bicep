// Everything Purser keeps: tables, queues and blobs of one account that only Entra identities may use.
param name string
param location string
param tags object
param appPrincipalId string
param deployerPrincipalId string
param redundancy string

@description('Subnet that alone may reach the account; empty for none.')
param subnetId string

@description('Public addresses that may reach it besides.')
param operatorAddresses array
param closedStatementDays int
param closedStatementsLocked bool
param snapshotDays int

var packageContainerName = 'app-package'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: subnetId == '' ? 'Allow' : 'Deny'
      virtualNetworkRules: subnetId == '' ? [] : [{ id: subnetId, action: 'Allow' }]
      ipRules: [for address in operatorAddresses: { value: address, action: 'Allow' }]
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }

    resource package 'containers' = {
      name: packageContainerName
    }

    // What was closed stays as it is, whoever asks. Lock the policy once the first month is closed: docs/deploy.md.
    resource closed 'containers' = {
      name: 'purser-closed'

      // A locked policy refuses to be written again, even as it is.
      resource immutability 'immutabilityPolicies' = if (!closedStatementsLocked) {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: closedStatementDays
          allowProtectedAppendWrites: false
        }
      }
    }
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'snapshots'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['purser-snapshots/'] }
              actions: {
                baseBlob: {
                  tierToCool: { daysAfterModificationGreaterThan: 95 }
                  delete: { daysAfterModificationGreaterThan: snapshotDays }
                }
              }
            }
          }
          {
            // One blob a metered cluster and day, read once into a snapshot.
            name: 'samples'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['appendBlob'], prefixMatch: ['purser-samples/'] }
              actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: 95 } } }
            }
          }
          {
            // Purser removes them itself, when delivery.archive.days says.
            name: 'messages'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['purser-messages/'] }
              actions: { baseBlob: { tierToCool: { daysAfterModificationGreaterThan: 95 } } }
            }
          }
        ]
      }
    }
  }
}

var storageRoles = {
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  queueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  tableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource appRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(storageRoles): {
    name: guid(account.id, appPrincipalId, role.value)
    scope: account
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

// For the command line: whoever deploys may close months and read what is kept.
resource deployerRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in (deployerPrincipalId == '' ? [] : items(storageRoles)): {
    name: guid(account.id, deployerPrincipalId, role.value)
    scope: account
    properties: {
      principalId: deployerPrincipalId
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

output name string = account.name
output packageContainer string = '${account.properties.primaryEndpoints.blob}${packageContainerName}'
