import { type Day, parseDay, startOf } from '../../../model/time.ts';
import { toCount } from '../../wording.ts';
import { comply, doubt, type PostureCheck, violate } from '../check.ts';
import { describeProperty } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

/** Versions end with their date: `AKSUbuntu-2204gen2containerd-202506.03.0`. */
const LINUX_DATE = /-20(\d{2})(\d{2})\.(\d{2})\.\d+$/;
/** Those of Windows with the build before it: `AKSWindows-2022-containerd-20348.2762.241009`. */
const WINDOWS_DATE = /^AKSWindows-.*\.(\d{2})(\d{2})(\d{2})$/i;
const DAY_MS = 86_400_000;

/**
 * Age of node images, by the date in their versions. Absent pools or versions prove nothing: pools of node
 * auto-provisioning are not in the payload.
 */
export const nodeImageAge: PostureCheck<ClusterSubject> = {
  id: 'node-image-age',
  check({ cluster, day, settings }) {
    if (cluster.agentPools.state === 'unreadable') return doubt(describeProperty(cluster.agentPools));
    const pools = cluster.agentPools.state === 'read' ? cluster.agentPools.value : [];
    const aged = pools.map(({ name, nodeImageVersion }) => ({ name, age: readAge(nodeImageVersion, day) }));
    const old = aged.filter(({ age }) => age !== undefined && age > settings.nodeImageDays);
    if (old.length > 0) {
      const listed = old.map(({ name, age }) => `${name} ${age} days`).sort();
      return violate(`Node images are old: ${listed.join(', ')}`);
    }
    const undated = aged.filter(({ age }) => age === undefined).map(({ name }) => name);
    if (undated.length > 0) return doubt(`The image's date is unknown: ${undated.sort().join(', ')}`);
    if (aged.length === 0) return doubt('Azure names no node pools');
    const oldest = Math.max(...aged.map(({ age }) => age ?? 0));
    return comply(`The oldest node image is ${toCount(oldest, 'day')} old`);
  },
};

/** Days since the image was made, none for one of the future; undefined when its version has no date. */
function readAge(version: string, day: Day): number | undefined {
  const [, year, month, date] = LINUX_DATE.exec(version) ?? WINDOWS_DATE.exec(version) ?? [];
  const made = parseDay(`20${year}-${month}-${date}`);
  if (made === undefined) return undefined;
  return Math.max(0, Math.round((startOf(day).getTime() - startOf(made).getTime()) / DAY_MS));
}
