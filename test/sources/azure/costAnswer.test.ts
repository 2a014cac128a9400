import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAmount } from '../../../shared/model/money.ts';
import { parseCostAnswer } from '../../../shared/sources/azure/costAnswer.ts';

const WHERE = { source: 'Cost Management', scope: 'test' };

function answer(columns: readonly string[], rows: readonly unknown[][], nextLink?: string | null) {
  return { properties: { nextLink, columns: columns.map((name) => ({ name, type: 'any' })), rows } };
}

function readOne(columns: readonly string[], row: readonly unknown[]) {
  return parseCostAnswer(answer(columns, [[...row]]), WHERE).rows[0];
}

test('finds columns by name in any order', () => {
  const cells = new Map<string, unknown>([
    ['Cost', 1.25],
    ['UsageDate', 20261031],
    ['ResourceId', '/Subscriptions/S/resourceGroups/RG/providers/X/y/Z'],
    ['MeterCategory', 'Storage'],
    ['Currency', 'EUR'],
  ]);
  fc.assert(
    fc.property(fc.shuffledSubarray([...cells.keys()], { minLength: cells.size }), (columns) => {
      expect(
        readOne(
          columns,
          columns.map((name) => cells.get(name)),
        ),
      ).toEqual({
        day: '2026-10-31',
        resourceId: '/subscriptions/s/resourcegroups/rg/providers/x/y/z',
        resourceGroup: 'rg',
        meterCategory: 'Storage',
        currency: 'EUR',
        amount: parseAmount('1.25'),
      });
    }),
  );
});

test('reads the sum in the currency of the bill, not the one in dollars', () => {
  const columns = ['CostUSD', 'Cost', 'Currency'];
  expect(readOne(columns, [2, 3, 'EUR'])?.amount).toBe(parseAmount('3'));
  expect(() => readOne(['CostUSD', 'Currency'], [2, 'USD'])).toThrow(/no column Cost/);
});

test.each([
  ['PreTaxCost', 'Date', '2026-10-31T00:00:00'],
  ['pretaxcost', 'usagedate', '20261031'],
  ['Cost', 'UsageDate', '2026-10-31T00:00:00Z'],
])('reads amount from %s and day from %s written %s', (cost, date, value) => {
  expect(readOne([cost, date, 'Currency'], [6e-5, value, 'usd'])).toMatchObject({
    day: '2026-10-31',
    currency: 'USD',
    amount: parseAmount('0.00006'),
  });
});

test('a charge on no resource has neither resource nor group', () => {
  expect(readOne(['Cost', 'ResourceId', 'Currency'], [5, '', 'EUR'])).toMatchObject({
    resourceId: '',
    resourceGroup: '',
  });
});

test('a resource outside resource groups has no group', () => {
  const id = '/subscriptions/s/providers/Microsoft.Security/pricings/Containers';
  expect(readOne(['Cost', 'ResourceId', 'Currency'], [5, id, 'EUR'])?.resourceGroup).toBe('');
});

test('an answer by resource group has groups, no days and no resources', () => {
  expect(readOne(['PreTaxCost', 'ResourceGroupName', 'Currency'], [5, 'MC_One', 'EUR'])).toMatchObject({
    day: undefined,
    resourceId: '',
    resourceGroup: 'mc_one',
  });
});

test.each([
  ['a cost that is no number', ['n/a', 20261031, 'EUR'], /row 1 .*cost/],
  ['a missing cost', [null, 20261031, 'EUR'], /row 1 .*cost/],
  ['a day that is none', [1, 20261131, 'EUR'], /row 1 .*date/],
  ['a missing currency', [1, 20261031, null], /row 1 .*currency/],
  ['a cell too few', [1, 20261031], /row 1 has 2 cells/],
])('%s costs the whole answer, for a bill with a row less is wrong', (_, row, message) => {
  expect(() => readOne(['Cost', 'UsageDate', 'Currency'], row)).toThrow(message);
});

test.each([[undefined], [null], ['']])('no answer (%s) means no rows', (payload) => {
  expect(parseCostAnswer(payload, WHERE)).toEqual({ rows: [], nextLink: undefined });
});

test.each([[null], [undefined], ['']])('a next link of %s is none', (link) => {
  expect(parseCostAnswer(answer(['Cost', 'Currency'], [], link), WHERE).nextLink).toBeUndefined();
});

test('hostile names arrive unharmed', () => {
  const meter = '=1+1|<img src=x onerror=alert(1)>\u202E';
  expect(readOne(['Cost', 'MeterCategory', 'Currency'], [1, meter, 'EUR'])?.meterCategory).toBe(meter);
});
