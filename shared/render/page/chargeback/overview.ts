import { UNOWNED } from '../../../model/cost.ts';
import { parseAmount } from '../../../model/money.ts';
import type { CurrencyStatement, TeamTotal } from '../../../reports/chargebackReport.ts';
import { tableOfUnitCosts } from '../../view/analysisTables.ts';
import { tableOfComparisons, tableOfReconciliation } from '../../view/proofTables.ts';
import { type Tile, toTile } from '../../view/table.ts';
import { listItems } from '../listing.ts';
import { sectionsOfMovement } from '../movement.ts';
import { adoptTable, type Section, toSection, words } from '../parts.ts';
import { linkTo } from '../request.ts';
import { sectionOfAdjustments } from './adjustments.ts';
import { unitsOf, writeUnits } from './drill.ts';
import { chartOfKinds, sectionOfClusters, shareCell, totalRow } from './levels.ts';
import { sectionsOfMethod } from './method.ts';
import { sectionOfPools } from './pools.ts';
import { amountCell, keptParameters, nameTeam, type Scene } from './scene.ts';
import { sectionOfTeams } from './teamList.ts';
import { sectionOfOutside, sectionsOfUnowned } from './unowned.ts';

/** Rows of tables that are lists of their own in files; a page has the room. */
const ROWS = 200;

/** The first page of the organisation's statement. */
export function viewOrganisation(scene: Scene): readonly Section[] {
  const { report, statement, formatter } = scene;
  const { reconciliation } = statement;
  const units = tableOfUnitCosts(report, formatter, ROWS);
  return [
    toSection('summary', formatter.words.page.cost.summary, {
      tiles: tilesOfOrganisation(scene),
      chart: chartOfKinds(scene, sumKinds(statement)),
    }),
    sectionOfTeams(scene),
    ...sectionsOfMovement('moved', formatter.words.page.cost.moved, statement.movement, scene),
    sectionOfCostCentres(scene),
    sectionOfClusters(scene, undefined),
    ...sectionOfAdjustments(scene, undefined),
    ...sectionsOfUnowned(scene),
    ...(reconciliation
      ? [adoptTable('reconciliation', tableOfReconciliation(reconciliation, scene.money, formatter))]
      : []),
    ...sectionOfOutside(scene),
    { ...sectionOfPools(scene), isFolded: true },
    ...(units ? [adoptTable('units', units)] : []),
    ...(report.comparisons.length > 0
      ? [adoptTable('comparisons', tableOfComparisons(report.comparisons, formatter, ROWS))]
      : []),
    ...sectionsOfMethod(scene),
  ];
}

/** One team of the statement: in the organisation's, or the first page of the team's own. */
export function viewTeam(scene: Scene, team: string): readonly Section[] {
  const { report, statement, formatter, ownTeam, request } = scene;
  const total = statement.teams.find((each) => each.team === team);
  if (!total) return [];
  const { cost } = formatter.words.page;
  const units = ownTeam === undefined ? null : tableOfUnitCosts(report, formatter, ROWS);
  const own = sectionOfClusters(scene, team);
  return [
    toSection('summary', cost.summary, {
      tiles: tilesOfTeam(scene, total),
      chart: chartOfKinds(scene, total),
    }),
    ownTeam === undefined
      ? {
          ...own,
          more: { text: cost.asTeam(nameTeam(scene, team)), link: linkTo(request.address, { team }) },
        }
      : own,
    ...sectionsOfMovement('moved', cost.moved, total.movement, scene),
    ...sectionOfAdjustments(scene, team),
    ...(team === UNOWNED ? sectionsOfUnowned(scene) : []),
    ...(ownTeam === undefined ? [] : [{ ...sectionOfPools(scene), isFolded: true }]),
    ...(units ? [adoptTable('units', units)] : []),
    ...(ownTeam === undefined ? [] : sectionsOfMethod(scene)),
  ];
}

function tilesOfOrganisation({ statement, formatter, money }: Scene): readonly Tile[] {
  const { cost } = formatter.words.page;
  const { teams, reconciliation } = statement;
  const unowned = teams.find(({ team }) => team === UNOWNED);
  const tiles: Tile[] = [];
  const isKnown = teams.length > 0 && teams.every(({ previous }) => previous !== undefined);
  if (isKnown) {
    const before = teams.reduce((sum, { previous }) => sum + unitsOf(previous ?? '0', statement), 0n);
    tiles.push(toTile(cost.before, money(writeUnits(before, statement))));
  }
  if (reconciliation) {
    const ties = parseAmount(reconciliation.difference.amount) === 0n;
    tiles.push(
      toTile(
        cost.difference,
        money(reconciliation.difference.amount),
        ties ? cost.differenceNone : cost.differenceSome,
        ties ? 'good' : 'bad',
      ),
      toTile(cost.billed, money(reconciliation.billedInPools.amount), cost.billedNote),
    );
  }
  return unowned
    ? [...tiles, toTile(formatter.words.frame.unowned, money(unowned.amount), cost.unownedNote, 'warn')]
    : tiles;
}

function tilesOfTeam({ formatter, money }: Scene, total: TeamTotal): readonly Tile[] {
  const { cost } = formatter.words.page;
  const { previous, costCenter } = total;
  return [
    toTile(
      cost.before,
      previous === undefined ? cost.beforeUnknown : money(previous),
      '',
      previous === undefined ? 'muted' : 'plain',
    ),
    toTile(cost.costCentre, costCenter),
  ];
}

function sumKinds(statement: CurrencyStatement): Parameters<typeof chartOfKinds>[1] {
  const sum = (of: (total: TeamTotal) => string): string =>
    writeUnits(
      statement.teams.reduce((units, total) => units + unitsOf(of(total), statement), 0n),
      statement,
    );
  return {
    direct: sum(({ direct }) => direct),
    idle: sum(({ idle }) => idle),
    shared: sum(({ shared }) => shared),
    overhead: sum(({ overhead }) => overhead),
    adjustment: sum(({ adjustment }) => adjustment),
  };
}

function sectionOfCostCentres(scene: Scene): Section {
  const { statement, formatter } = scene;
  const { cost } = formatter.words.page;
  const { table, form } = listItems(
    {
      id: 'centres-table',
      caption: cost.byCostCentre,
      items: statement.costCenters,
      columns: [
        {
          label: cost.costCentre,
          sort: 'centre',
          key: (each) => each.costCenter,
          cell: (each) => words(each.costCenter),
        },
        {
          label: cost.share,
          isRight: true,
          cell: (each) => shareCell(scene, each.amount, statement.total.amount),
        },
        {
          label: cost.amount,
          isRight: true,
          sort: 'centreAmount',
          key: (each) => each.amount,
          cell: (each) => amountCell(scene, each.amount),
        },
      ],
      find: (each) => each.costCenter,
      foot: totalRow(cost.together, 1, amountCell(scene, statement.total.amount)),
      empty: cost.nothingCharged,
      place: keptParameters(scene),
    },
    scene.request,
    formatter,
  );
  return toSection('centres', cost.byCostCentre, { table, form });
}
