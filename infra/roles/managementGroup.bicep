// What Purser may do in the estate: read. Nothing here writes, starts or stops anything.
targetScope = 'managementGroup'

param principalId string

var roles = {
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
  securityReader: '39bc4728-0917-49c7-9d2c-d95423bc2eb4'
  costManagementReader: '72fafb9e-0641-4937-9268-a91bfd8191a3'
  // Namespaces, pods and nodes of every cluster; Gatekeeper and metrics need the ClusterRole in infra/kubernetes.
  aksRbacReader: '7f6c6a51-bcf8-42ba-9220-52d62157d7db'
  aksClusterUser: '4abbcc35-e782-43d8-92c5-2d3f1bd2253f'
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    name: guid(managementGroup().id, principalId, role.value)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: tenantResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]
