import { type PostureCheck, requireOn } from '../check.ts';
import type { ClusterSubject } from '../subject.ts';

/** Key Vault provider of the Secrets Store CSI driver with rotation. Absent means off, for either. */
export const keyVaultSecretsRotation: PostureCheck<ClusterSubject> = {
  id: 'key-vault-secrets-rotation',
  check({ cluster }) {
    const provider = requireOn(cluster.keyVaultProvider, {
      on: 'The Key Vault provider is on',
      off: 'The Key Vault provider is off',
      absent: 'The Key Vault provider was never installed',
    });
    if (provider.state !== 'compliant') return provider;
    return requireOn(cluster.keyVaultRotation, {
      on: 'Secrets of Key Vault are renewed in pods',
      off: 'Secrets of Key Vault are not renewed in pods',
      absent: 'Secrets of Key Vault are not renewed in pods, as nothing else was chosen',
    });
  },
};
