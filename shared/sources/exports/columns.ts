/**
 * The columns of a cost export that Purser reads, each with the names it has had, best first. Names differ
 * by agreement (EA, MCA, pay-as-you-go), by schema version, by format (FOCUS has its own) and by the
 * portal's language; they are compared as {@link normalizeHeader} writes them.
 * Sources: Cost Management "cost and usage details fields" and FOCUS 1.0 to 1.2 column libraries.
 */
const ALIASES = {
  /** The one amount of an actual or amortized export. */
  cost: ['costinbillingcurrency', 'cost', 'pretaxcost', 'extendedcost'],
  billedCost: ['billedcost'],
  effectiveCost: ['effectivecost'],
  date: ['date', 'usagedatetime', 'usagedate', 'chargeperiodstart'],
  currency: ['billingcurrency', 'billingcurrencycode', 'currency', 'currencycode'],
  subscription: ['subscriptionguid', 'subscriptionid', 'subaccountid', 'x_subscriptionid'],
  resourceId: ['resourceid', 'instanceid'],
  resourceGroup: ['resourcegroup', 'resourcegroupname', 'x_resourcegroupname'],
  meterCategory: ['metercategory', 'x_skumetercategory', 'servicename'],
  tags: ['tags'],
  additionalInfo: ['additionalinfo', 'x_skudetails'],
  chargeType: ['chargetype', 'chargecategory'],
  pricingModel: ['pricingmodel'],
  provider: ['providername', 'serviceprovidername'],
} as const;

export type ExportField = keyof typeof ALIASES;

/** Where each field is among a file's columns; a field that the file does not have is left out. */
export type ExportColumns = Readonly<Partial<Record<ExportField, number>>>;

/**
 * Writes a column name the way aliases are written: no byte order mark, no blanks, lower case. Localised
 * headers carry the English name in parentheses (`Ressourcengruppe (ResourceGroup)`); that name counts.
 */
export function normalizeHeader(header: string): string {
  const plain = header.replace(/^\uFEFF/, '').trim();
  const english = /\(([A-Za-z][A-Za-z_ ]*)\)$/.exec(plain)?.[1];
  return (english ?? plain).replace(/\s+/g, '').toLowerCase();
}

/** Finds the columns by their names; the best of several aliases wins, then the first of equals. */
export function matchColumns(headers: readonly string[]): ExportColumns {
  const places = new Map<string, number>();
  headers.forEach((header, index) => {
    const name = normalizeHeader(header);
    if (!places.has(name)) places.set(name, index);
  });
  const columns: Partial<Record<ExportField, number>> = {};
  for (const field of Object.keys(ALIASES) as ExportField[]) {
    const alias = ALIASES[field].find((name) => places.has(name));
    const place = alias === undefined ? undefined : places.get(alias);
    if (place !== undefined) columns[field] = place;
  }
  return columns;
}

/** The names that a field may have, for messages. */
export function namesOf(field: ExportField): string {
  return ALIASES[field].join(', ');
}

/** True for the FOCUS schema: both sums in one row. */
export function isFocus(columns: ExportColumns): boolean {
  return columns.billedCost !== undefined && columns.effectiveCost !== undefined;
}

/** Says which field that no cost export lacks is missing; undefined when a row can be read. */
export function missingField(columns: ExportColumns): ExportField | undefined {
  if (!isFocus(columns) && columns.cost === undefined) return 'cost';
  return columns.date === undefined ? 'date' : undefined;
}

/** Fields that a bill has and other tables seldom have together. */
const MARKS = ['subscription', 'resourceId', 'resourceGroup', 'meterCategory', 'currency'] as const;

/** Says whether a table with these column names is a cost export of Azure, whole or lacking something. */
export function looksLikeExport(headers: readonly string[]): boolean {
  const columns = matchColumns(headers);
  const marks = MARKS.filter((field) => columns[field] !== undefined).length;
  const dated = columns.date !== undefined;
  const priced = columns.cost !== undefined || isFocus(columns);
  return marks >= 3 && (dated || priced);
}
