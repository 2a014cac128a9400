targetScope = 'subscription'

import { estateRoles } from 'roles.bicep'

param principalId string

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(estateRoles): {
    name: guid(subscription().id, principalId, role.value)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]
