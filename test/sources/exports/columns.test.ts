import { describe, expect, test } from 'vitest';
import {
  looksLikeExport,
  matchColumns,
  missingField,
  normalizeHeader,
} from '../../../shared/sources/exports/columns.ts';

describe('a column name', () => {
  test.each([
    ['\uFEFFSubscriptionGuid', 'subscriptionguid'],
    ['CostInBillingCurrency', 'costinbillingcurrency'],
    ['Ressourcengruppe (ResourceGroup)', 'resourcegroup'],
    ['Verbrauchszeit (Usage Date Time)', 'usagedatetime'],
    ['Meter Category', 'metercategory'],
    ['Menge (10^3)', 'menge(10^3)'],
  ])('%s counts as %s', (header, name) => {
    expect(normalizeHeader(header)).toBe(name);
  });
});

describe('matching columns', () => {
  test('prefers the amount in billing currency to others beside it', () => {
    const columns = matchColumns(['costInUsd', 'Cost', 'costInBillingCurrency', 'date']);
    expect(columns.cost).toBe(2);
  });

  test('takes the first of two columns of one name', () => {
    expect(matchColumns(['Tags', 'Cost', 'Tags']).tags).toBe(0);
  });

  test('knows FOCUS by its two amounts, and an export without an amount or a date by what is missing', () => {
    expect(missingField(matchColumns(['BilledCost', 'EffectiveCost', 'ChargePeriodStart']))).toBeUndefined();
    expect(missingField(matchColumns(['BilledCost', 'ChargePeriodStart']))).toBe('cost');
    expect(missingField(matchColumns(['Cost', 'MeterCategory']))).toBe('date');
  });

  test('tells a bill from other tables with a date or a cost', () => {
    expect(looksLikeExport(['Date', 'Namespace', 'Pod', 'CPUCost', 'TotalCost'])).toBe(false);
    expect(looksLikeExport(['subscriptionId', 'resourceGroup', 'resourceId', 'severity'])).toBe(false);
    expect(looksLikeExport(['SubscriptionId', 'ResourceId', 'MeterCategory', 'Date'])).toBe(true);
  });
});
