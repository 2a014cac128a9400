import { tableOfReasons } from '../../view/analysisTables.ts';
import { sayOwnerReason } from '../../view/names.ts';
import { listItems } from '../listing.ts';
import { adoptTable, type Section, toSection, words } from '../parts.ts';
import { totalRow } from './levels.ts';
import { amountCell, keptParameters, type Scene } from './scene.ts';

/** Reasons that are listed. */
const ROWS = 200;

/** What nobody owns, and why. */
export function sectionsOfUnowned(scene: Scene): readonly Section[] {
  const { statement, formatter, money } = scene;
  const { cost } = formatter.words.page;
  if (statement.unowned.length === 0) return [];
  const reasons = tableOfReasons(statement, money, formatter, ROWS);
  const { table, form } = listItems(
    {
      id: 'unowned-table',
      caption: cost.unownedTitle,
      items: statement.unowned,
      columns: [
        {
          label: cost.namespace,
          sort: 'unowned',
          key: (row) => row.namespace,
          cell: (row) =>
            words(row.namespace === '' ? cost.noNamespace : row.namespace, { sub: row.clusterName }),
        },
        {
          label: cost.reason,
          sort: 'reason',
          key: (row) => row.reason,
          cell: (row) => words(sayOwnerReason(row.reason, formatter.words)),
        },
        {
          label: cost.amount,
          isRight: true,
          sort: 'unownedAmount',
          key: (row) => row.amount,
          cell: (row) => amountCell(scene, row.amount),
        },
      ],
      find: (row) => `${row.namespace} ${row.clusterName} ${sayOwnerReason(row.reason, formatter.words)}`,
      empty: '',
      place: keptParameters(scene),
    },
    scene.request,
    formatter,
  );
  return [
    toSection('unowned', cost.unownedTitle, { note: cost.unownedIntro, table, form }),
    ...(reasons ? [adoptTable('reasons', reasons)] : []),
  ];
}

/** Cost of the subscriptions that is of no cluster. */
export function sectionOfOutside(scene: Scene): readonly Section[] {
  const { statement, formatter } = scene;
  const { cost } = formatter.words.page;
  const bill = statement.reconciliation;
  if (!bill || bill.outsideByResourceGroup.length === 0) return [];
  const { table, form } = listItems(
    {
      id: 'outside-table',
      caption: cost.outsideTitle,
      items: bill.outsideByResourceGroup,
      columns: [
        {
          label: cost.resourceGroup,
          sort: 'group',
          key: (row) => row.resourceGroup,
          cell: (row) => words(row.resourceGroup === '' ? cost.noGroup : row.resourceGroup),
        },
        {
          label: cost.amount,
          isRight: true,
          sort: 'groupAmount',
          key: (row) => row.amount,
          cell: (row) => amountCell(scene, row.amount),
        },
      ],
      find: (row) => row.resourceGroup,
      foot: totalRow(cost.together, 0, amountCell(scene, bill.outside.amount)),
      empty: '',
      place: keptParameters(scene),
    },
    scene.request,
    formatter,
  );
  return [toSection('outside', cost.outsideTitle, { table, form, isFolded: true })];
}
