import type { ChargeKind } from '../../../model/cost.ts';
import { largestOf, shareOf } from '../../view/comparison.ts';
import { drawBar } from '../chart.ts';
import { listItems } from '../listing.ts';
import { figure, type PageCell, type PageRow, type Section, toRow, toSection, words } from '../parts.ts';
import {
  addSums,
  type ClusterPart,
  clusterKey,
  type Sum,
  sumNamespaces,
  unitsOf,
  writeUnits,
} from './drill.ts';
import {
  amountCell,
  keptParameters,
  linkToPlace,
  longestOf,
  nameCluster,
  nameNamespace,
  nameTeam,
  portionsOf,
  type Scene,
  stackCell,
  stackOf,
  writeKinds,
} from './scene.ts';

/** One row of a level: a part of what the page is about, which sums to it with the others. */
interface Child {
  readonly name: string;
  readonly sub: string;
  readonly link: string;
  /** Undefined where lines would have to be read to tell. */
  readonly kinds: Readonly<Record<ChargeKind, string>> | undefined;
  readonly amount: string;
}

/** The clusters that an owner is charged for, or all clusters. */
export function sectionOfClusters(scene: Scene, owner: string | undefined): Section {
  const labels = scene.formatter.words.page.cost;
  const own = owner === undefined ? scene.parts : scene.parts.filter(({ team }) => team === owner);
  const groups = Map.groupBy(own, ({ clusterId }) => clusterId);
  const children = [...groups].map(([clusterId, parts]): Child => {
    const cluster = clusterKey(scene.statement.lines, clusterId);
    const name = nameCluster(scene, cluster);
    const link = linkToPlace(scene, { owner, cluster });
    if (owner === undefined) {
      const units = parts.reduce((sum, { amount }) => sum + unitsOf(amount, scene.statement), 0n);
      const sub = labels.countTeams(scene.formatter.figure(parts.length));
      return { name, link, sub, kinds: undefined, amount: writeUnits(units, scene.statement) };
    }
    const sum = sumParts(scene, parts);
    return { name, link, sub: sayLines(scene, sum.lines), ...writeSum(scene, sum) };
  });
  return sectionOfChildren(scene, 'clusters', labels.byCluster, labels.cluster, children);
}

/** The owners that are charged for one cluster. */
export function sectionOfOwners(scene: Scene, cluster: string): Section {
  const labels = scene.formatter.words.page.cost;
  const children = partsOf(scene, cluster).map((part): Child => {
    const sum = sumParts(scene, [part]);
    return {
      name: nameTeam(scene, part.team),
      sub: sayLines(scene, sum.lines),
      link: linkToPlace(scene, { owner: part.team, cluster }),
      ...writeSum(scene, sum),
    };
  });
  return sectionOfChildren(scene, 'owners', labels.byTeam, labels.team, children);
}

/** The namespaces of one owner on one cluster. */
export function sectionOfNamespaces(scene: Scene, owner: string, cluster: string): Section {
  const labels = scene.formatter.words.page.cost;
  const [part] = partsOf(scene, cluster).filter(({ team }) => team === owner);
  const sums = part ? [...sumNamespaces(scene.statement, part)] : [];
  const children = sums.map(
    ([namespace, sum]): Child => ({
      name: nameNamespace(scene, namespace),
      sub: sayLines(scene, sum.lines),
      link: linkToPlace(scene, { owner, cluster, namespace }),
      ...writeSum(scene, sum),
    }),
  );
  return sectionOfChildren(scene, 'namespaces', labels.byNamespace, labels.namespace, children);
}

/** What the parts of a bar come to, as a picture with its legend. */
export function chartOfKinds(scene: Scene, kinds: Readonly<Record<ChargeKind, string>>): Section['chart'] {
  const portions = portionsOf(scene, kinds);
  const { madeOf } = scene.formatter.words.page.cost;
  const told = portions.filter(({ value }) => value !== 0).map(({ title }) => title);
  return drawBar({ id: 'kinds', title: madeOf, text: told.join('; '), portions });
}

/** The parts of one cluster, one an owner. */
export function partsOf({ parts, statement }: Scene, cluster: string): readonly ClusterPart[] {
  return parts.filter(({ clusterId }) => clusterKey(statement.lines, clusterId) === cluster);
}

/** What parts came to. */
export function sumParts({ statement }: Scene, parts: readonly ClusterPart[]): Sum {
  return addSums(parts.flatMap((part) => [...sumNamespaces(statement, part).values()]));
}

function writeSum(scene: Scene, sum: Sum): Pick<Child, 'kinds' | 'amount'> {
  return { kinds: writeKinds(sum, scene), amount: writeUnits(sum.units, scene.statement) };
}

function sayLines({ formatter }: Scene, count: number): string {
  return formatter.words.page.cost.countLines(formatter.figure(count));
}

function sectionOfChildren(
  scene: Scene,
  id: string,
  title: string,
  label: string,
  unsorted: readonly Child[],
): Section {
  const labels = scene.formatter.words.page.cost;
  const children = bySize(unsorted, ({ amount }) => amount, scene);
  const whole = longestOf(children.flatMap(({ kinds }) => kinds ?? []));
  const largest = largestOf(children.map(({ amount }) => amount));
  const total = writeUnits(
    children.reduce((units, { amount }) => units + unitsOf(amount, scene.statement), 0n),
    scene.statement,
  );
  const { table, form } = listItems<Child>(
    {
      id: `${id}-table`,
      caption: title,
      items: children,
      columns: [
        {
          label,
          sort: 'name',
          key: ({ name }) => name,
          cell: ({ name, sub, link }) => words(name, { sub, link }),
        },
        {
          label: labels.madeOf,
          isMinor: true,
          cell: ({ kinds, amount }) =>
            kinds ? stackCell(stackOf(scene, kinds, whole)) : words('', { bar: shareOf(amount, largest) }),
        },
        {
          label: labels.share,
          isRight: true,
          cell: ({ amount }) => shareCell(scene, amount, total),
        },
        {
          label: labels.amount,
          isRight: true,
          sort: 'amount',
          key: ({ amount }) => amount,
          cell: ({ amount }) => amountCell(scene, amount),
        },
      ],
      find: ({ name }) => name,
      foot: totalRow(labels.together, 2, amountCell(scene, total)),
      empty: labels.nothingCharged,
      place: keptParameters(scene),
    },
    scene.request,
    scene.formatter,
  );
  return toSection(id, title, { table, form });
}

/** A row that names a sum. @param gap cells between its name and the sum */
export function totalRow(name: string, gap: number, sum: PageCell): PageRow {
  return toRow(words(name), [...Array.from({ length: gap }, () => words('')), sum]);
}

/** Part of a whole in percent with one decimal; nothing where the whole is not above zero. */
export function shareCell({ formatter, statement }: Scene, amount: string, whole: string): PageCell {
  const [own, all] = [unitsOf(amount, statement), unitsOf(whole, statement)];
  if (all <= 0n) return words('');
  const permille = (magnitude(own) * 2000n + all) / (2n * all);
  const text = `${own < 0n ? '-' : ''}${permille / 10n}.${permille % 10n}`;
  return figure(formatter.percent(text), text, { tone: 'muted' });
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Largest first; equals keep their order. */
export function bySize<T>(
  items: readonly T[],
  amountOf: (item: T) => string,
  { statement }: Scene,
): readonly T[] {
  const sized = items.map((item) => ({ item, units: unitsOf(amountOf(item), statement) }));
  return sized.sort((a, b) => (a.units === b.units ? 0 : a.units > b.units ? -1 : 1)).map(({ item }) => item);
}
