import { comply, doubt, exclude, type PostureCheck, violate } from '../check.ts';
import { describeProperty, valueOr } from '../property.ts';
import type { RegistrySubject } from '../subject.ts';

/**
 * Retention policy of untagged manifests. Absent means none; only Premium registries can have one, others
 * clean up by tasks, which are not read.
 */
export const retention: PostureCheck<RegistrySubject> = {
  id: 'registry-retention',
  check({ registry }) {
    for (const property of [registry.retentionStatus, registry.sku]) {
      if (property.state === 'unreadable') return doubt(describeProperty(property));
    }
    if (valueOr(registry.retentionStatus, '').toLowerCase() === 'enabled') {
      const days = registry.retentionDays;
      return comply(
        days.state === 'read' ? `Untagged manifests go after ${days.value} days` : 'It is enabled',
      );
    }
    const sku = valueOr(registry.sku, '');
    if (sku !== '' && sku.toLowerCase() !== 'premium')
      return exclude(`The tier ${sku} has no retention policy`);
    return violate('Untagged manifests are kept forever');
  },
};
