/** A team of Contoso Financials and how it is known. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly costCenter: string;
  /** Other spellings that its people put into labels. */
  readonly aliases: readonly string[];
  /** Reads its digest in a Teams channel as well as by mail. */
  readonly hasChannel: boolean;
}

export const TEAMS: readonly Team[] = [
  team('data', 'Data Platform', 'CC-4210', ['dataplatform'], true),
  team('identity', 'Identity & Access', 'CC-4120', [], true),
  team('ledger', 'General Ledger', 'CC-4310', [], true),
  team('lending', 'Consumer Lending', 'CC-4330', ['loans'], true),
  team('loyalty', 'Loyalty', 'CC-4140', [], true),
  team('mobile', 'Mobile Banking', 'CC-4130', [], true),
  team('payments', 'Payments', 'CC-4320', ['Payments', 'payment'], true),
  team('platform', 'Cloud Platform', 'CC-4000', ['sre'], true),
  team('risk', 'Risk & Fraud', 'CC-4340', [], true),
  team('search', 'Search & Discovery', 'CC-4150', [], true),
  team('shop', 'Online Shop', 'CC-4110', ['webshop', 'Team-Shop'], true),
  team('support', 'Customer Support', 'CC-4160', [], false),
  team('treasury', 'Treasury', 'CC-4350', [], false),
];

function team(
  id: string,
  name: string,
  costCenter: string,
  aliases: readonly string[],
  hasChannel: boolean,
): Team {
  return { id, name, costCenter, aliases, hasChannel };
}
