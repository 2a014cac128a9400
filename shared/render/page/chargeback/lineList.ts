import type { StatementLine } from '../../../reports/chargebackReport.ts';
import { percentOf } from '../../view/comparison.ts';
import { sayOwnerReason } from '../../view/names.ts';
import { listItems } from '../listing.ts';
import { figure, type Section, toRow, toSection, words } from '../parts.ts';
import { lineKey, linesOf, unitsOf, writeUnits } from './drill.ts';
import { bySize, partsOf } from './levels.ts';
import { amountCell, keptParameters, linkToPlace, type Scene } from './scene.ts';

/** The lines of one namespace, each of which says why it is what it is. */
export function sectionOfLines(scene: Scene, owner: string, cluster: string, namespace: string): Section {
  const { page } = scene.formatter.words;
  const labels = page.cost;
  const [part] = partsOf(scene, cluster).filter(({ team }) => team === owner);
  const lines = part ? linesOf(scene.statement, part, namespace) : [];
  const reasonOf = ({ ownerReason }: StatementLine): string =>
    sayOwnerReason(ownerReason, scene.formatter.words);
  const total = lines.reduce((units, line) => units + unitsOf(line.amount, scene.statement), 0n);
  const { table, form } = listItems<StatementLine>(
    {
      id: 'lines-table',
      caption: labels.lines,
      items: bySize(lines, ({ amount }) => amount, scene),
      columns: [
        {
          label: labels.line,
          sort: 'category',
          key: nameOf,
          cell: (line) =>
            words(nameOf(line), {
              sub: reasonOf(line),
              link: linkToPlace(scene, { owner, cluster, namespace, line: lineKey(line) }),
            }),
        },
        { label: labels.rule, sort: 'rule', key: ({ rule }) => rule, cell: ({ rule }) => words(rule) },
        {
          label: labels.shareOfPool,
          isRight: true,
          sort: 'ratio',
          key: ({ ratio }) => ratio,
          cell: ({ ratio }) =>
            ratio === ''
              ? figure(labels.none, '', { tone: 'muted' })
              : figure(percentOf(ratio, scene.formatter), ratio),
        },
        {
          label: labels.amount,
          isRight: true,
          sort: 'amount',
          key: ({ amount }) => amount,
          cell: ({ amount }) => amountCell(scene, amount),
        },
      ],
      find: (line) => `${nameOf(line)} ${line.rule} ${reasonOf(line)}`,
      foot: toRow(words(labels.together), [
        words(''),
        words(''),
        amountCell(scene, writeUnits(total, scene.statement)),
      ]),
      empty: labels.nothingCharged,
      place: keptParameters(scene),
    },
    scene.request,
    scene.formatter,
  );
  return toSection('lines', labels.lines, { note: labels.linesNote, table, form });

  function nameOf({ category, kind, part: portion }: StatementLine): string {
    return [page.categories[category], page.chargeKinds[kind], portion].filter(Boolean).join(' · ');
  }
}
