// Deployed by the hook in azure.yaml: main.bicep, which goes to a subscription, cannot reach above it.
targetScope = 'managementGroup'

import { estateRoles } from 'roles.bicep'

param principalId string

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(estateRoles): {
    name: guid(managementGroup().id, principalId, role.value)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: tenantResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]
