// A network that reaches private clusters, and storage without leaving Azure's backbone.
param name string
param location string
param tags object

@description('Address range, /27 or larger; the functions take all of it.')
param range string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [range] }
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: range
          // Flex Consumption runs in App Environments, which ask for this delegation.
          delegations: [{ name: 'functions', properties: { serviceName: 'Microsoft.App/environments' } }]
          serviceEndpoints: [{ service: 'Microsoft.Storage' }, { service: 'Microsoft.KeyVault' }]
        }
      }
    ]
  }
}

output subnetId string = network.properties.subnets[0].id
