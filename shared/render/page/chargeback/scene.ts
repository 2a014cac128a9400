import { CHARGE_KINDS, type ChargeKind } from '../../../model/cost.ts';
import type { ChargebackReport, CurrencyStatement } from '../../../reports/chargebackReport.ts';
import type { Formatter } from '../../formatter.ts';
import type { Money } from '../../view/comparison.ts';
import { nameTeam as nameInWords, nameCluster as sayCluster } from '../../view/names.ts';
import { type Portion, type StackPart, stackParts } from '../chart.ts';
import { figure, type PageCell, words } from '../parts.ts';
import { linkTo, type PageRequest } from '../request.ts';
import {
  type ClusterPart,
  clusterKey,
  listParts,
  type Place,
  placeParameters,
  type Sum,
  writeUnits,
} from './drill.ts';

/** What every page of a chargeback is made from. */
export interface Scene {
  readonly report: ChargebackReport;
  readonly statement: CurrencyStatement;
  readonly request: PageRequest;
  readonly formatter: Formatter;
  /** The team whose own statement it is; undefined for the organisation's. */
  readonly ownTeam: string | undefined;
  readonly place: Place;
  readonly parts: readonly ClusterPart[];
  readonly money: Money;
}

/** Sets the scene of what an address asks for. @returns undefined when the report has no statement at all */
export function setScene(
  report: ChargebackReport,
  request: PageRequest,
  formatter: Formatter,
): Scene | undefined {
  const { query } = request;
  const statement =
    report.statements.find(({ currency }) => currency === query.get('currency')) ?? report.statements[0];
  if (!statement) return undefined;
  const ownTeam = report.audience.startsWith('team:') ? report.audience.slice('team:'.length) : undefined;
  return {
    report,
    statement,
    request,
    formatter,
    ownTeam,
    place: placeOf(statement, query, ownTeam),
    parts: listParts(statement),
    money: (amount) => formatter.money(amount, statement.currency, statement.digits),
  };
}

/** The place that an address names, down to the last step that there is. */
function placeOf(statement: CurrencyStatement, query: URLSearchParams, ownTeam: string | undefined): Place {
  const { lines, teams, currency } = statement;
  const owner = ownTeam ?? teams.find(({ team }) => team === query.get('owner'))?.team;
  const key = query.get('cluster');
  const found = lines.clusters.find(({ clusterId }) => clusterKey(lines, clusterId) === key);
  const cluster = found && clusterKey(lines, found.clusterId);
  const pool = statement.pools.find(
    ({ clusterId, category }) => clusterId === found?.clusterId && category === query.get('pool'),
  )?.category;
  if (pool !== undefined) return { currency, cluster, pool };
  if (cluster === undefined) return { currency, owner };
  const namespace = query.get('namespace') ?? undefined;
  if (owner === undefined || namespace === undefined) return { currency, owner, cluster };
  return { currency, owner, cluster, namespace, line: query.get('line') ?? undefined };
}

/** The address of another place of the same statement; a team's own has no other owner, and does not name it. */
export function linkToPlace(
  { request, ownTeam, statement, report }: Scene,
  place: Omit<Place, 'currency'>,
): string {
  const currency = report.statements.length > 1 ? statement.currency : undefined;
  const parameters = { ...placeParameters({ currency: '', ...place }), currency };
  return linkTo(request.address, ownTeam === undefined ? parameters : { ...parameters, owner: undefined });
}

/** The parameters that a form or an order of the place's page has to keep. */
export function keptParameters({ report, place, ownTeam }: Scene) {
  const parameters = placeParameters(place);
  return {
    ...parameters,
    currency: report.statements.length > 1 ? place.currency : undefined,
    owner: ownTeam === undefined ? parameters.owner : undefined,
  };
}

/** A team by its id; the statement names also those that are of no line. */
export function nameTeam({ statement, formatter }: Scene, team: string): string {
  const found =
    statement.teams.find((each) => each.team === team) ??
    statement.lines.teams.find((each) => each.team === team);
  return nameInWords(found ?? { team, teamName: team }, formatter.words);
}

/** A cluster by its {@link clusterKey}. */
export function nameCluster({ statement, formatter }: Scene, key: string): string {
  const { lines } = statement;
  const found = lines.clusters.find(({ clusterId }) => clusterKey(lines, clusterId) === key);
  return sayCluster(found?.clusterName ?? key, formatter.words);
}

export function nameNamespace({ formatter }: Scene, namespace: string): string {
  return namespace === '' ? formatter.words.page.cost.wholeCluster : namespace;
}

/** An amount of the statement as a cell that is sorted by its value. */
export function amountCell({ money }: Scene, amount: string, sub = ''): PageCell {
  return figure(money(amount), amount, { sub, tone: /[1-9]/.test(amount) ? 'plain' : 'muted' });
}

const COLOURS = {
  direct: 's1',
  idle: 's2',
  shared: 's3',
  overhead: 's4',
  adjustment: 's5',
} as const satisfies Record<ChargeKind, string>;

/** Amounts by kind of charge as portions of a bar; only what is above zero has a length. */
export function portionsOf(scene: Scene, amounts: Readonly<Record<ChargeKind, string>>): readonly Portion[] {
  const names = scene.formatter.words.page.chargeKinds;
  return CHARGE_KINDS.map((kind) => ({
    value: Number(amounts[kind]),
    colour: COLOURS[kind],
    title: `${names[kind]} ${scene.money(amounts[kind])}`,
  }));
}

/** The bar of one row, as long as its part of the largest. */
export function stackOf(
  scene: Scene,
  amounts: Readonly<Record<ChargeKind, string>>,
  whole: number,
): readonly StackPart[] {
  return stackParts(portionsOf(scene, amounts), whole);
}

export function stackCell(stack: readonly StackPart[]): PageCell {
  return words('', { stack });
}

/** The kinds of a sum as amounts. */
export function writeKinds({ kinds }: Sum, { statement }: Scene): Record<ChargeKind, string> {
  return {
    direct: writeUnits(kinds.direct, statement),
    idle: writeUnits(kinds.idle, statement),
    shared: writeUnits(kinds.shared, statement),
    overhead: writeUnits(kinds.overhead, statement),
    adjustment: writeUnits(kinds.adjustment, statement),
  };
}

/** What 100 % of a column of bars is: the longest, what is below zero left out. */
export function longestOf(rows: Iterable<Readonly<Record<ChargeKind, string>>>): number {
  let longest = 0;
  for (const row of rows) {
    const length = CHARGE_KINDS.reduce((sum, kind) => sum + Math.max(0, Number(row[kind])), 0);
    if (length > longest) longest = length;
  }
  return longest;
}
