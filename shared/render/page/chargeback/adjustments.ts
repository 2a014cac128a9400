import type { StatementLine } from '../../../reports/chargebackReport.ts';
import { readBlock } from '../../../reports/lines.ts';
import { nameCluster, sayOwnerReason } from '../../view/names.ts';
import { listItems } from '../listing.ts';
import { type Section, toSection, words } from '../parts.ts';
import { clusterKey, lineKey, unitsOf, writeUnits } from './drill.ts';
import { totalRow } from './levels.ts';
import { amountCell, keptParameters, linkToPlace, nameNamespace, nameTeam, type Scene } from './scene.ts';

/** What corrects earlier months, by the month that it corrects; nothing where there is none. */
export function sectionOfAdjustments(scene: Scene, team: string | undefined): readonly Section[] {
  const { statement, formatter } = scene;
  const { cost, categories } = formatter.words.page;
  const places = statement.lines.items.flatMap(({ kind }, place) => (kind === 'adjustment' ? [place] : []));
  if (places.length === 0) return [];
  const isAdjusting = new RegExp(`(?:^| )(?:${places.join('|')})(?: |$)`);
  const lines = scene.parts
    .filter((part) => (team === undefined || part.team === team) && isAdjusting.test(part.block.item))
    .flatMap(({ block }) => [...readBlock(statement.lines, block)])
    .filter(({ kind }) => kind === 'adjustment');
  if (lines.length === 0) return [];
  const { table, form } = listItems<StatementLine>(
    {
      id: 'adjustments-table',
      caption: cost.adjustments,
      items: lines,
      columns: [
        {
          label: cost.team,
          sort: 'adjusted',
          key: (line) => nameTeam(scene, line.team),
          cell: (line) =>
            words(nameTeam(scene, line.team), {
              sub: [
                categories[line.category],
                nameNamespace(scene, line.namespace),
                nameCluster(line.clusterName, formatter.words),
              ].join(' · '),
              link: linkToPlace(scene, {
                owner: line.team,
                cluster: clusterKey(statement.lines, line.clusterId),
                namespace: line.namespace,
                line: lineKey(line),
              }),
            }),
        },
        {
          label: cost.origin,
          sort: 'origin',
          key: (line) => line.origin,
          cell: (line) =>
            words(line.origin === '' ? cost.agreed : formatter.period(line.origin), {
              sub: line.rule,
              value: line.origin,
            }),
        },
        { label: cost.why, cell: (line) => words(sayOwnerReason(line.ownerReason, formatter.words)) },
        {
          label: cost.amount,
          isRight: true,
          sort: 'adjustment',
          key: (line) => line.amount,
          cell: (line) => amountCell(scene, line.amount),
        },
      ],
      find: (line) => `${nameTeam(scene, line.team)} ${line.origin} ${line.namespace} ${line.rule}`,
      foot: totalRow(
        cost.together,
        2,
        amountCell(
          scene,
          writeUnits(
            lines.reduce((units, line) => units + unitsOf(line.amount, statement), 0n),
            statement,
          ),
        ),
      ),
      empty: '',
      place: keptParameters(scene),
    },
    scene.request,
    formatter,
  );
  return [toSection('adjustments', cost.adjustments, { note: cost.adjustmentsNote, table, form })];
}
