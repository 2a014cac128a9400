import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty, valueOr } from '../property.ts';
import type { RegistrySubject } from '../subject.ts';

/** Public endpoint of a registry. Absent means enabled, and an absent default action lets everybody in. */
export const publicAccess: PostureCheck<RegistrySubject> = {
  id: 'registry-public-access',
  check({ registry }) {
    const property = registry.publicNetworkAccess;
    if (property.state === 'unreadable') return doubt(describeProperty(property));
    const access = property.state === 'read' ? property.value.toLowerCase() : 'enabled';
    if (access === 'disabled') return comply('Public access is disabled');
    if (access !== 'enabled') return doubt(`The public access ${access} is not known`);
    const selected = valueOr(registry.defaultAction, 'Allow').toLowerCase() === 'deny';
    return violate(
      selected
        ? 'The public endpoint is open to selected networks'
        : 'The public endpoint is open to the internet',
    );
  },
};
