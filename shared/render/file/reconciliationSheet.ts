import { formatMinorUnits } from '../../model/money.ts';
import type { Reconciliation } from '../../reports/chargebackReport.ts';
import type { Money } from '../../reports/report.ts';
import type { Sheet, SheetCell, Term } from './sheet.ts';
import type { StatementContext } from './statementContext.ts';

interface Step {
  /** What formulas call it; `''` where none does. */
  readonly id: string;
  readonly figure: string;
  readonly how: string;
  readonly value: Money;
  readonly add?: readonly Term[];
  readonly subtract?: readonly Term[];
}

/** From the invoice to what teams are charged, step by step, and how it ties to Azure's effective cost. */
export function sheetOfReconciliation(context: StatementContext, bill: Reconciliation): Sheet {
  const { words, amountColumn, amount, sheet } = context;
  const { columns } = words;
  const steps = [...listSteps(context, bill), ...listParts(context, bill)];
  return {
    ...sheet('reconciliation'),
    columns: [
      { label: columns.step, width: 8 },
      { label: columns.figure, width: 50, wrap: true },
      amountColumn(columns.amount, { id: 'amount', sum: false, width: 20 }),
      { label: columns.exact, width: 34 },
      { label: columns.how, width: 70, wrap: true },
    ],
    rows: steps.map(({ figure, how, value, add, subtract = [] }, place): SheetCell[] => [
      { count: place + 1 },
      figure,
      { ...amount(value.amount), ...(add && { formula: { add, subtract } }) },
      { exact: value.exact },
      how,
    ]),
    rowIds: steps.map(({ id }) => id),
  };
}

function listSteps({ statement, words, sheet }: StatementContext, bill: Reconciliation): readonly Step[] {
  const say = words.reconciliation;
  const row = (id: string): Term => ({ cell: { row: id, column: 'amount' } });
  const none = { amount: formatMinorUnits(0n, statement.digits), exact: '0' };
  const { total } = statement;
  return [
    { id: 'billed', figure: say.billed, how: say.billedHow, value: bill.azureBilled },
    { id: 'billedInPools', figure: say.billedInPools, how: say.billedInPoolsHow, value: bill.billedInPools },
    { id: 'bridge', figure: say.bridge, how: say.bridgeHow, value: bill.bridge },
    {
      ...{ id: 'inPools', figure: say.inPools, how: say.inPoolsHow, value: bill.inPools },
      add: [row('billedInPools'), row('bridge')],
    },
    { id: 'adjustments', figure: say.adjustments, how: say.adjustmentsHow, value: bill.adjustments },
    {
      ...{ id: 'charged', figure: say.charged, how: say.chargedHow, value: bill.charged },
      add: [row('inPools'), row('adjustments')],
    },
    {
      ...{ id: 'teams', figure: say.teams, how: say.teamsHow, value: total },
      add: [{ sum: { sheet: sheet('teams').id, column: 'amount' } }],
    },
    {
      ...{ id: 'teamDifference', figure: say.teamDifference, how: say.teamDifferenceHow, value: none },
      ...{ add: [row('charged')], subtract: [row('teams')] },
    },
    { id: 'azure', figure: say.azure, how: say.azureHow, value: bill.azureEffective },
    { id: 'outside', figure: say.outside, how: say.outsideHow, value: bill.outside },
    {
      ...{ id: 'difference', figure: say.difference, how: say.differenceHow, value: bill.difference },
      ...{ add: [row('azure')], subtract: [row('inPools'), row('outside')] },
    },
  ];
}

/** The bill of each subscription, and what of it is outside the clusters. */
function listParts({ words }: StatementContext, bill: Reconciliation): readonly Step[] {
  const say = words.reconciliation;
  return [
    ...bill.subscriptions.flatMap(({ subscriptionId, effective, billed }) => [
      { id: '', figure: say.subscriptionEffective(subscriptionId), how: '', value: effective },
      { id: '', figure: say.subscriptionBilled(subscriptionId), how: '', value: billed },
    ]),
    ...bill.outsideByResourceGroup.map(({ resourceGroup, amount }) => ({
      id: '',
      figure: resourceGroup === '' ? say.noGroup : say.outsideGroup(resourceGroup),
      how: '',
      value: { amount, exact: '' },
    })),
  ];
}
