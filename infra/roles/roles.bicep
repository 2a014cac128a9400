// What Purser may do in the estate: read. Nothing here writes, starts or stops anything; Cost Management Reader may open
// support requests, which nothing in Purser does.
@export()
var estateRoles = {
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
  securityReader: '39bc4728-0917-49c7-9d2c-d95423bc2eb4'
  costManagementReader: '72fafb9e-0641-4937-9268-a91bfd8191a3'
  // Namespaces, pods, claims and services; nodes, volumes and Gatekeeper need the ClusterRole in infra/kubernetes.
  aksRbacReader: '7f6c6a51-bcf8-42ba-9220-52d62157d7db'
  // Its one action, listClusterUserCredential, hands out where the API server is, not a right in it.
  aksClusterUser: '4abbcc35-e782-43d8-92c5-2d3f1bd2253f'
}
