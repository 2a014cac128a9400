import { formatExact, parseAmount } from '../../../model/money.ts';
import type { StatementLine } from '../../../reports/chargebackReport.ts';
import { countDays } from '../../../reports/dayMask.ts';
import { createExplainer, type Explanation } from '../../../reports/explain.ts';
import { toPlainLine } from '../../plainText.ts';
import { percentOf } from '../../view/comparison.ts';
import { nameCluster, sayOwnerReason } from '../../view/names.ts';
import { type PageRow, type Section, toRow, toSection, toTable, words } from '../parts.ts';
import { linkTo, pathOf } from '../request.ts';
import { sumNamespaces, writeUnits } from './drill.ts';
import { partsOf, sumParts } from './levels.ts';
import { sayRule } from './method.ts';
import { amountCell, linkToPlace, nameNamespace, nameTeam, type Scene } from './scene.ts';

type Fact = Section['facts'][number];

/** Why a line is what it is: its rule, ratio and pool, and how it adds up to the bill. */
export function explainLine(scene: Scene, line: StatementLine): readonly Section[] {
  const { why } = scene.formatter.words.page;
  const explanation = createExplainer(scene.report, scene.statement)(line);
  return [
    toSection('why', why.title, { facts: factsOf(scene, explanation) }),
    ladderOf(scene, line),
    toSection('record', why.record, {
      sentences: [toPlainLine(explanation.sentence, 4_000)],
      isFolded: true,
    }),
  ];
}

function factsOf(scene: Scene, explanation: Explanation): readonly Fact[] {
  const { money, formatter, statement } = scene;
  const { why } = formatter.words.page;
  const { line, pool, rule } = explanation;
  const exact = (amount: string): string => formatter.exact(amount, statement.currency);
  return [
    fact(why.amount, why.booked(money(line.amount), exact(line.exact))),
    ...(rule === '' ? [] : [fact(why.rule, `${line.rule}: ${sayRule(line.rule, rule, formatter)}`)]),
    ...(pool ? [poolFact(scene, explanation)] : []),
    ...portionFacts(scene, explanation),
    ...(pool && line.ratio !== ''
      ? [
          fact(
            why.ratio,
            why.ratioOf(
              line.ratio,
              percentOf(line.ratio, formatter),
              exact(pool.effective.exact),
              exact(line.exact),
            ),
          ),
        ]
      : []),
    ...(pool && line.ratio === '' ? [fact(why.ratio, why.noRatio)] : []),
    ...useFacts(scene, line),
    ...originFacts(scene, line),
    ...(line.days === '' || line.origin !== ''
      ? []
      : [fact(why.days, why.onDays(countDays(line.days), line.days.replaceAll(' ', ', ')))]),
    fact(
      why.owner,
      why.paysBecause(nameTeam(scene, line.team), sayOwnerReason(line.ownerReason, formatter.words)),
    ),
    fact(why.rounding, why.rounded(exact(line.exact), money(line.amount), exact(roundingOf(line)))),
  ];
}

function poolFact(scene: Scene, { pool, line }: Explanation): Fact {
  const { why, categories } = scene.formatter.words.page;
  const effective = scene.money(pool?.effective.amount ?? '0');
  const billed = pool?.billed && scene.money(pool.billed.amount);
  const cluster = partsOfLine(scene, line)?.cluster;
  return {
    ...fact(
      why.pool,
      why.poolOf(
        categories[line.category],
        nameCluster(line.clusterName, scene.formatter.words),
        effective,
        billed,
      ),
    ),
    link: linkToPlace(scene, { cluster, pool: line.category }),
  };
}

/** What of the pool the bill itself tells apart, where the line is of that; a team is not told of others' portions. */
function portionFacts({ formatter, statement }: Scene, { pool, line }: Explanation): readonly Fact[] {
  if (!pool || pool.parts.length === 0) return [];
  const { why } = formatter.words.page;
  const portion = pool.parts.find(({ part }) => part === line.part);
  if (!portion) return [];
  const name = line.part === '' ? why.restOfPool : line.part;
  const exact = (amount: string): string => formatter.exact(amount, statement.currency);
  return [fact(why.portion, why.portionOf(name, exact(portion.effective), exact(portion.billed)))];
}

/** How much of the cluster's compute the namespace used; only the organisation's report has what the others used. */
function useFacts({ report, formatter, ownTeam }: Scene, line: StatementLine): readonly Fact[] {
  if (ownTeam !== undefined || line.namespace === '' || line.kind === 'adjustment') return [];
  let [own, all] = [0n, 0n];
  for (const block of report.compute ?? []) {
    if (block.clusterId !== line.clusterId) continue;
    const quantities = block.quantities.split(' ');
    block.namespaces.forEach((namespace, place) => {
      const quantity = BigInt(quantities[place] ?? '0');
      all += quantity;
      if (block.team === line.team && namespace === line.namespace) own += quantity;
    });
  }
  if (all === 0n || own === 0n) return [];
  const { why } = formatter.words.page;
  const permyriad = ((own * 10_000n) / all).toString().padStart(3, '0');
  const share = formatter.percent(`${permyriad.slice(0, -2)}.${permyriad.slice(-2)}`);
  return [fact(why.use, why.used(line.namespace, line.clusterName, share))];
}

function originFacts({ request, formatter }: Scene, line: StatementLine): readonly Fact[] {
  if (line.kind !== 'adjustment') return [];
  const { why } = formatter.words.page;
  if (line.origin === '') return [fact(why.origin, why.agreed)];
  const corrected = request.address.replace(pathOf(request.address), (path) =>
    path.replace(/[^/]*$/, line.origin),
  );
  return [{ ...fact(why.origin, why.corrects(formatter.period(line.origin))), link: linkTo(corrected, {}) }];
}

/** The line, what it is a part of, and so on up to the bill: each is a sum that the page above it shows. */
function ladderOf(scene: Scene, line: StatementLine): Section {
  const { statement, formatter, ownTeam } = scene;
  const { why, cost } = formatter.words.page;
  const found = partsOfLine(scene, line);
  const bill = statement.reconciliation;
  const owner = line.team;
  const ofTeam = scene.parts.filter(({ team }) => team === owner);
  const steps: PageRow[] = [];
  const add = (name: string, amount: string, sub = '', link = ''): void => {
    steps.push(toRow(words(name, { sub, link }), [amountCell(scene, amount)]));
  };
  add(why.thisLine, line.amount);
  if (found) {
    const { cluster, part } = found;
    const namespaces = sumNamespaces(statement, part);
    const units = namespaces.get(line.namespace)?.units ?? 0n;
    const place = { owner, cluster, namespace: line.namespace };
    add(
      nameNamespace(scene, line.namespace),
      writeUnits(units, statement),
      cost.namespace,
      linkToPlace(scene, place),
    );
    add(
      nameCluster(part.clusterName, formatter.words),
      part.amount,
      cost.cluster,
      linkToPlace(scene, { owner, cluster }),
    );
  }
  const team = writeUnits(sumParts(scene, ofTeam).units, statement);
  add(nameTeam(scene, owner), team, cost.team, linkToPlace(scene, { owner }));
  if (ownTeam === undefined) add(cost.allTeams, statement.total.amount, '', linkToPlace(scene, {}));
  if (bill) {
    add(why.ofItAdjustments, bill.adjustments.amount);
    add(why.ofItInPools, bill.inPools.amount, '', linkToPlace(scene, {}));
    add(why.outside, bill.outside.amount);
    add(why.azure, bill.azureEffective.amount, why.azureNote);
    add(why.difference, bill.difference.amount);
  }
  return toSection('ladder', why.ladder, {
    note: ownTeam === undefined ? why.ladderNote : why.ladderNoteOfTeam,
    table: toTable('ladder-table', why.ladder, [why.step, cost.amount], steps),
  });
}

function partsOfLine(scene: Scene, line: StatementLine) {
  const part = scene.parts.find(({ team, clusterId }) => team === line.team && clusterId === line.clusterId);
  const cluster = scene.place.cluster;
  return part && cluster !== undefined && partsOf(scene, cluster).includes(part)
    ? { part, cluster }
    : undefined;
}

/** What rounding added to the exact amount, exactly. */
function roundingOf({ amount, exact }: StatementLine): string {
  const difference = (parseAmount(amount) ?? 0n) - (parseAmount(exact) ?? 0n);
  return `${difference > 0n ? '+' : ''}${formatExact(difference)}`;
}

function fact(term: string, text: string): Fact {
  return { term, text: toPlainLine(text, 4_000), link: '' };
}
