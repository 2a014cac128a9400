import { isIPv4, isIPv6 } from 'node:net';
import { comply, doubt, exclude, type PostureCheck, violate } from '../check.ts';
import { describeProperty, valueOr } from '../property.ts';
import type { ClusterSubject } from '../subject.ts';

/** What AKS takes for "the cluster's own outbound address only": its strictest value, not an open one. */
const OWN_ADDRESS_ONLY = '0.0.0.0/32';

/** From this share of all addresses on, ranges restrict nothing; `0.0.0.0/1,128.0.0.0/1` is everything. */
const OPEN_SHARE = 0.5;

/**
 * Authorised IP ranges of the API server. Absent or empty means that the whole internet may reach it, unless
 * the cluster is private (learn.microsoft.com, AKS "API server authorized IP ranges").
 */
export const authorizedIpRanges: PostureCheck<ClusterSubject> = {
  id: 'authorized-ip-ranges',
  check({ cluster }) {
    if (cluster.privateCluster.state === 'unreadable') return doubt(describeProperty(cluster.privateCluster));
    if (valueOr(cluster.privateCluster, false)) return exclude('The cluster is private');
    if (valueOr(cluster.publicNetworkAccess, '').toLowerCase() === 'disabled') {
      return exclude('The API server has no public access');
    }
    if (cluster.authorizedIpRanges.state === 'unreadable')
      return doubt(describeProperty(cluster.authorizedIpRanges));
    const ranges = valueOr(cluster.authorizedIpRanges, []).map((range) => range.trim());
    if (ranges.length === 0) return violate('No ranges are set: the API server is open to the internet');
    const unknown = ranges.find((range) => readPrefix(range) === undefined);
    if (unknown !== undefined) return doubt(`The range ${unknown} is no address range`);
    if (isOpen(ranges)) return violate(`The ranges ${ranges.join(', ')} are open to the internet`);
    if (ranges.every((range) => range === OWN_ADDRESS_ONLY))
      return comply('Only the cluster itself may connect');
    return comply(`Open to ${ranges.length} ${ranges.length === 1 ? 'range' : 'ranges'}`);
  },
};

function isOpen(ranges: readonly string[]): boolean {
  return [isIPv4, isIPv6].some((isFamily) => {
    const own = new Set(ranges.filter((range) => isFamily(range.split('/', 1)[0] ?? '')));
    const share = [...own].reduce((sum, range) => sum + 2 ** -(readPrefix(range) ?? 0), 0);
    return share >= OPEN_SHARE;
  });
}

/** Bits of the network part; an address without one is that address alone. Undefined when it is no range. */
function readPrefix(range: string): number | undefined {
  const [address = '', length, ...rest] = range.split('/');
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (bits === undefined || rest.length > 0) return undefined;
  if (length === undefined) return bits;
  return /^\d{1,3}$/.test(length) && Number(length) <= bits ? Number(length) : undefined;
}
