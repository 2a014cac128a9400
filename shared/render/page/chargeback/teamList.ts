import type { ChargeKind } from '../../../model/cost.ts';
import type { TeamTotal } from '../../../reports/chargebackReport.ts';
import { describePrevious } from '../../view/comparison.ts';
import { type ListColumn, listItems } from '../listing.ts';
import { type Section, toRow, toSection, words } from '../parts.ts';
import { unitsOf, writeUnits } from './drill.ts';
import {
  amountCell,
  keptParameters,
  linkToPlace,
  longestOf,
  nameTeam,
  type Scene,
  stackCell,
  stackOf,
} from './scene.ts';

/** The teams of the organisation with what each is charged, the largest first. */
export function sectionOfTeams(scene: Scene): Section {
  const { statement, formatter, money } = scene;
  const labels = formatter.words.page.cost;
  const whole = longestOf(statement.teams);
  const has = (kind: ChargeKind): boolean =>
    statement.teams.some((total) => unitsOf(total[kind], statement) !== 0n);
  const kindColumn = (kind: ChargeKind): ListColumn<TeamTotal>[] =>
    has(kind)
      ? [
          {
            label: formatter.words.page.chargeKinds[kind],
            isRight: true,
            isMinor: true,
            sort: kind,
            key: (total) => total[kind],
            cell: (total) => amountCell(scene, total[kind]),
          },
        ]
      : [];
  const kinds = (['direct', 'idle', 'shared', 'overhead', 'adjustment'] as const).flatMap(kindColumn);
  const sum = (of: (total: TeamTotal) => string): string =>
    writeUnits(
      statement.teams.reduce((units, total) => units + unitsOf(of(total), statement), 0n),
      statement,
    );
  const { table, form } = listItems<TeamTotal>(
    {
      id: 'teams-table',
      caption: labels.byTeam,
      items: statement.teams,
      columns: [
        {
          label: labels.team,
          sort: 'team',
          key: ({ team }) => nameTeam(scene, team),
          cell: ({ team, costCenter }) =>
            words(nameTeam(scene, team), { sub: costCenter, link: linkToPlace(scene, { owner: team }) }),
        },
        { label: labels.madeOf, isMinor: true, cell: (total) => stackCell(stackOf(scene, total, whole)) },
        ...kinds,
        {
          label: labels.amount,
          isRight: true,
          sort: 'amount',
          key: ({ amount }) => amount,
          cell: ({ amount, previous }) =>
            amountCell(scene, amount, describePrevious(amount, previous, money, formatter.words)),
        },
      ],
      find: (total) => `${nameTeam(scene, total.team)} ${total.costCenter}`,
      foot: toRow(words(labels.allTeams), [
        words(''),
        ...kinds.map((column) =>
          amountCell(
            scene,
            sum((total) => column.key?.(total) ?? '0'),
          ),
        ),
        amountCell(
          scene,
          sum(({ amount }) => amount),
        ),
      ]),
      empty: labels.nothingCharged,
      place: keptParameters(scene),
    },
    scene.request,
    formatter,
  );
  return toSection('teams', labels.byTeam, { table, form });
}
