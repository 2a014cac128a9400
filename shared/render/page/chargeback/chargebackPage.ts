import type { ChargebackReport } from '../../../reports/chargebackReport.ts';
import type { Formatter } from '../../formatter.ts';
import { toPlainLine } from '../../plainText.ts';
import { fillPage, framePage, type PageFrame, sectionOfCoverage, type Trail } from '../document.ts';
import type { Section } from '../parts.ts';
import { linkTo, type PageRequest } from '../request.ts';
import { lineKey, linesOf, type Place, placeParameters, unitsOf, writeUnits } from './drill.ts';
import { chartOfKinds, partsOf, sectionOfNamespaces, sectionOfOwners, sumParts } from './levels.ts';
import { sectionOfLines } from './lineList.ts';
import { viewOrganisation, viewTeam } from './overview.ts';
import { findPool, sectionOfPools, sectionsOfPool } from './pools.ts';
import {
  keptParameters,
  nameCluster,
  nameNamespace,
  nameTeam,
  type Scene,
  setScene,
  writeKinds,
} from './scene.ts';
import { explainLine } from './why.ts';

/** What one step of the drill-down shows. */
interface View {
  readonly trail: Trail;
  /** What the parts of the view sum to. */
  readonly amount: string;
  readonly sections: readonly Section[];
}

/**
 * The page of a chargeback: the statement, or a place on the way from it down to a line, as the parameters
 * `currency`, `owner`, `cluster`, `namespace`, `line` and `pool` name it.
 */
export function renderChargebackPage(
  report: ChargebackReport,
  request: PageRequest,
  formatter: Formatter,
): string {
  const scene = setScene(report, request, formatter);
  const coverage = sectionOfCoverage(report, formatter);
  if (!scene) return fillPage(framePage(report, request, formatter), [coverage], formatter);
  const { trail, amount, sections } = viewPlace(scene);
  const frame: PageFrame = {
    ...framePage(report, request, formatter, trail),
    amount: scene.money(amount),
    choices: trail.length > 0 ? [] : choicesOf(scene),
  };
  return fillPage(frame, trail.length > 0 ? sections : [...sections, coverage], formatter);
}

function viewPlace(scene: Scene): View {
  const { place } = scene;
  if (place.pool !== undefined) return viewPool(scene, place);
  if (place.line !== undefined)
    return viewLine(scene, place) ?? viewNamespace(scene, { ...place, line: undefined });
  if (place.namespace !== undefined) return viewNamespace(scene, place);
  if (place.cluster !== undefined) return viewCluster(scene, place);
  return place.owner === undefined || scene.ownTeam !== undefined
    ? viewTop(scene)
    : viewOwner(scene, place.owner);
}

function viewTop(scene: Scene): View {
  const { statement, ownTeam } = scene;
  const sections = ownTeam === undefined ? viewOrganisation(scene) : viewTeam(scene, ownTeam);
  return { trail: [], amount: statement.total.amount, sections };
}

function viewOwner(scene: Scene, owner: string): View {
  const total = scene.statement.teams.find(({ team }) => team === owner);
  return { trail: trailOf(scene, { owner }), amount: total?.amount ?? '0', sections: viewTeam(scene, owner) };
}

function viewCluster(scene: Scene, { owner, cluster = '' }: Place): View {
  const parts = partsOf(scene, cluster).filter(({ team }) => owner === undefined || team === owner);
  const sum = sumParts(scene, parts);
  const chart = chartOfKinds(scene, writeKinds(sum, scene));
  const list =
    owner === undefined ? sectionOfOwners(scene, cluster) : sectionOfNamespaces(scene, owner, cluster);
  return {
    trail: trailOf(scene, { owner, cluster }),
    amount: writeUnits(sum.units, scene.statement),
    sections: [{ ...list, chart }, sectionOfPools(scene, cluster)],
  };
}

function viewNamespace(scene: Scene, { owner = '', cluster = '', namespace = '' }: Place): View {
  const lines = partsOf(scene, cluster)
    .filter(({ team }) => team === owner)
    .flatMap((part) => linesOf(scene.statement, part, namespace));
  const section = sectionOfLines(scene, owner, cluster, namespace);
  return {
    trail: trailOf(scene, { owner, cluster, namespace }),
    amount: sumLines(scene, lines),
    sections: [section],
  };
}

function viewLine(scene: Scene, place: Place): View | undefined {
  const { owner, cluster = '', namespace = '', line: key } = place;
  const line = partsOf(scene, cluster)
    .filter(({ team }) => team === owner)
    .flatMap((part) => linesOf(scene.statement, part, namespace))
    .find((each) => lineKey(each) === key);
  if (!line) return undefined;
  return {
    trail: trailOf(scene, { owner, cluster, namespace, line: key }),
    amount: line.amount,
    sections: explainLine(scene, line),
  };
}

function viewPool(scene: Scene, { cluster = '', pool: category = 'other' }: Place): View {
  const pool = findPool(scene, cluster, category);
  return {
    trail: trailOf(scene, { cluster, pool: category }),
    amount: pool?.effective.amount ?? '0',
    sections: sectionsOfPool(scene, cluster, category),
  };
}

/** The steps down to a place with their addresses. A team's own statement begins below the team. */
function trailOf(scene: Scene, place: Omit<Place, 'currency'>): Trail {
  const { page } = scene.formatter.words;
  const { owner, cluster, namespace, line, pool } = place;
  const currency = keptParameters(scene).currency;
  const step = (text: string, at: Omit<Place, 'currency'>): Trail[number] => {
    const parameters = placeParameters({ currency: '', ...at });
    return {
      text,
      place: { ...parameters, currency, owner: scene.ownTeam === undefined ? at.owner : undefined },
    };
  };
  return [
    ...(owner !== undefined && scene.ownTeam === undefined ? [step(nameTeam(scene, owner), { owner })] : []),
    ...(cluster === undefined ? [] : [step(nameCluster(scene, cluster), { owner, cluster })]),
    ...(namespace === undefined
      ? []
      : [step(nameNamespace(scene, namespace), { owner, cluster, namespace })]),
    ...(line === undefined ? [] : [step(nameLine(scene, line), place)]),
    ...(pool === undefined
      ? []
      : [step(page.pools.name(page.categories[pool], nameCluster(scene, cluster ?? '')), { cluster, pool })]),
  ];
}

/** `Compute · Direct · system` */
function nameLine(scene: Scene, key: string): string {
  const { page } = scene.formatter.words;
  const item = scene.statement.lines.items.find((each) => lineKey(each) === key);
  return item
    ? [page.categories[item.category], page.chargeKinds[item.kind], item.part].filter(Boolean).join(' · ')
    : key;
}

function sumLines({ statement }: Scene, lines: readonly { readonly amount: string }[]): string {
  return writeUnits(
    lines.reduce((units, { amount }) => units + unitsOf(amount, statement), 0n),
    statement,
  );
}

/** The other currencies of the report: they are never added. */
function choicesOf({ report, statement, request }: Scene): PageFrame['choices'] {
  if (report.statements.length < 2) return [];
  return report.statements.map(({ currency }) => ({
    text: toPlainLine(currency),
    link: linkTo(request.address, { currency }),
    isChosen: currency === statement.currency,
  }));
}
