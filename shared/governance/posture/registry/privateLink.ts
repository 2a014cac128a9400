import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty, valueOr } from '../property.ts';
import type { RegistrySubject } from '../subject.ts';

/** Private endpoint of a registry. Absent means none; one that nobody approved carries no traffic. */
export const privateLink: PostureCheck<RegistrySubject> = {
  id: 'registry-private-link',
  check({ registry }) {
    if (registry.privateEndpoints.state === 'unreadable')
      return doubt(describeProperty(registry.privateEndpoints));
    const states = valueOr(registry.privateEndpoints, []);
    const approved = states.filter((state) => state.toLowerCase() === 'approved').length;
    if (approved > 0) return comply(`Private endpoints: ${approved}`);
    if (states.length > 0) return violate('No private endpoint is approved');
    const sku = valueOr(registry.sku, '');
    const needsPremium = sku !== '' && sku.toLowerCase() !== 'premium';
    return violate(
      needsPremium ? `No private endpoint; the tier ${sku} cannot have one` : 'No private endpoint',
    );
  },
};
