/** A team of Contoso Financials and how it is known. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly costCenter: string;
  /** Other spellings that its people put into labels. */
  readonly aliases: readonly string[];
  /** Reads its digest in a Teams channel as well as by mail. */
  readonly hasChannel: boolean;
  /** EUR a month; 0 where nobody planned any. */
  readonly budget: number;
}

export const TEAMS: readonly Team[] = [
  team('data', 'Data Platform', 'CC-4210', ['dataplatform'], true, 1800),
  team('identity', 'Identity & Access', 'CC-4120', [], true, 1800),
  team('ledger', 'General Ledger', 'CC-4310', [], true, 4000),
  team('lending', 'Consumer Lending', 'CC-4330', ['loans'], true, 2800),
  team('loyalty', 'Loyalty', 'CC-4140', [], true),
  team('mobile', 'Mobile Banking', 'CC-4130', [], true, 1700),
  team('payments', 'Payments', 'CC-4320', ['Payments', 'payment'], true, 3000),
  team('platform', 'Cloud Platform', 'CC-4000', ['sre'], true),
  team('risk', 'Risk & Fraud', 'CC-4340', [], true, 3000),
  team('search', 'Search & Discovery', 'CC-4150', [], true, 1500),
  team('shop', 'Online Shop', 'CC-4110', ['webshop', 'Team-Shop'], true, 3100),
  team('support', 'Customer Support', 'CC-4160', [], false),
  team('treasury', 'Treasury', 'CC-4350', [], false),
];

function team(
  id: string,
  name: string,
  costCenter: string,
  aliases: readonly string[],
  hasChannel: boolean,
  budget = 0,
): Team {
  return { id, name, costCenter, aliases, hasChannel, budget };
}
