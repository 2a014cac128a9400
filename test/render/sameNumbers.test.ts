import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import { UNOWNED } from '../../shared/model/cost.ts';
import { formatExact, parseAmount, sumAmounts } from '../../shared/model/money.ts';
import { createFormatter } from '../../shared/render/formatter.ts';
import { nameTeam } from '../../shared/render/view/names.ts';
import type {
  ChargebackReport,
  CurrencyStatement,
  TeamTotal,
} from '../../shared/reports/chargebackReport.ts';
import type { DigestReport } from '../../shared/reports/digestReport.ts';
import type { GovernanceReport } from '../../shared/reports/governanceReport.ts';
import type { Report } from '../../shared/reports/report.ts';
import { chargebacks, digests, governances } from './arbitraryReports.ts';
import { renderBytes, renderText } from './rendered.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE } from './reports.ts';
import { PEOPLE_FORMATS, parseShown, readFigures } from './shownFigures.ts';

const LOCALES = ['en', 'de'] as const;
const RUNS = { numRuns: 10 };

describe.each(LOCALES)('every format of a chargeback in %s carries the same amounts', (locale) => {
  const words = createFormatter({ locale }).words;

  it.each(PEOPLE_FORMATS)('%s: of each team, and the total', async (format) => {
    await fc.assert(
      fc.asyncProperty(chargebacks, async (report) => {
        const shown = await readFigures(report, format, locale);
        const totals = shown.labelled(words.chargeback.charged).map((text) => parseShown(text, locale));
        expect(totals).toEqual(report.statements.map(({ total }) => plain(total.amount)));
        for (const [name, amounts] of amountsByTeam(report, (team) => nameTeam(team, words))) {
          const rows = shown.rows(name).map((cells) => parseShown(cells.at(-1) ?? '', locale));
          expect(rows, name).toEqual(amounts);
        }
      }),
      { ...RUNS, examples: [[withoutHostile(CHARGEBACK)]] },
    );
  });

  it('xlsx: of each team, cluster, namespace and line, and the total', async () => {
    await fc.assert(
      fc.asyncProperty(chargebacks, async (report) => {
        const sheets = await readSheets(report, locale);
        for (const statement of report.statements) {
          const rowsOf = (name: keyof typeof words.file.sheets): Row[] => {
            const suffix = report.statements.length > 1 ? ` ${statement.currency}` : '';
            return toRows(sheets.get(`${words.file.sheets[name]}${suffix}`) ?? []);
          };
          const label = words.file.ofCurrency(words.file.columns.amount, statement.currency);
          const teams = rowsOf('teams').filter((row) => row[words.file.columns.teamId]);
          expect(teams.map((row) => [row[words.file.columns.teamId], plain(row[label])])).toEqual(
            statement.teams.map(({ team, amount }) => [team, plain(amount)]),
          );
          for (const name of ['teams', 'namespaces', 'lines'] as const) {
            const rows = rowsOf(name).map((row) => row[label]);
            expect(plain(rows.at(-1)), name).toBe(plain(statement.total.amount));
            expect(addUp(rows.slice(0, -1)), name).toBe(plain(statement.total.amount));
          }
        }
      }),
      RUNS,
    );
  });
});

describe('every file of a chargeback carries the same amounts', () => {
  it('json, csv and journal: of each team, and the total', async () => {
    await fc.assert(
      fc.asyncProperty(chargebacks, async (report) => {
        const json = JSON.parse(await renderText(report, 'json')) as ChargebackReport;
        const charges = readCsv(await renderText(report, 'csv'));
        const journal = readCsv(await renderText(report, 'journal'));
        for (const [place, statement] of report.statements.entries()) {
          const { currency, teams, total } = statement;
          const isOwn = (row: Row): boolean => (row.BillingCurrency ?? row.Currency) === currency;
          expect(json.statements[place]?.total.amount).toBe(total.amount);
          expect(addUp(charges.filter(isOwn).map((row) => row.x_BookedCost))).toBe(plain(total.amount));
          for (const team of teams) {
            expect(findTeam(json.statements[place], team)?.amount).toBe(team.amount);
            const own = charges.filter((row) => isOwn(row) && row.x_Team === team.team);
            expect(addUp(own.map((row) => row.x_BookedCost))).toBe(plain(team.amount));
            const booked = journal.filter((row) => isOwn(row) && row.Text?.includes(team.teamName));
            const sides = booked.map((row) => row.Debit || `-${row.Credit}`);
            expect(addUp(sides)).toBe(plain(team.amount));
          }
        }
      }),
      RUNS,
    );
  });
});

describe.each(LOCALES)('every format of a digest in %s carries the same figures', (locale) => {
  const words = createFormatter({ locale }).words;

  it.each(PEOPLE_FORMATS)('%s: cost, and findings to fix', async (format) => {
    await fc.assert(
      fc.asyncProperty(digests, async (report) => {
        const shown = await readFigures(report, format, locale);
        const figure = (label: string) => parseShown(shown.labelled(label)[0] ?? '', locale);
        for (const { costs, findings } of report.teams) {
          expect(figure(words.digest.week)).toBe(plain(costs[0]?.week));
          expect(figure(words.digest.monthToDate)).toBe(plain(costs[0]?.monthToDate));
          expect(figure(words.digest.mine)).toBe(String(findings.counts.mine));
          expect(figure(words.digest.overdue)).toBe(String(findings.counts.overdue));
        }
      }),
      { ...RUNS, examples: [[DIGEST]] },
    );
  });

  it('xlsx, csv and json: cost, and the findings of every list', async () => {
    await fc.assert(
      fc.asyncProperty(digests, async (report) => {
        const sheets = await readSheets(report, locale);
        const { digestFile, findingFile } = words;
        const [, ...costs] = sheets.get(digestFile.sheets.teams) ?? [];
        const findings = toRows(sheets.get(findingFile.sheets.findings) ?? []);
        const charged = toRows(costs)[0];
        const csv = readCsv(await renderText(report, 'csv')).filter((row) => row.Record === 'finding');
        const json = JSON.parse(await renderText(report, 'json')) as DigestReport;
        for (const [place, team] of report.teams.entries()) {
          expect(plain(charged?.[digestFile.columns.week])).toBe(plain(team.costs[0]?.week));
          expect(json.teams[place]?.costs[0]?.week).toBe(team.costs[0]?.week);
          for (const list of [
            'mine',
            'silenced',
            'withSecops',
            'withPlatform',
            'notSeen',
            'exempt',
            'fixed',
          ] as const) {
            const { length } = team.findings[list];
            const listed = findings.filter(
              (row) => row[findingFile.columns.List] === findingFile.lists[list],
            );
            expect(listed.length, list).toBe(length);
            expect(csv.filter((row) => row.List === list).length, list).toBe(length);
            expect(json.teams[place]?.findings[list].length, list).toBe(length);
          }
        }
      }),
      RUNS,
    );
  });
});

describe.each(LOCALES)('every format of a governance report in %s carries the same counts', (locale) => {
  const words = createFormatter({ locale }).words;

  it.each(PEOPLE_FORMATS)('%s: open and overdue, in all and by team', async (format) => {
    await fc.assert(
      fc.asyncProperty(governances, async (report) => {
        const shown = await readFigures(report, format, locale);
        const figure = (label: string) => parseShown(shown.labelled(label)[0] ?? '', locale);
        expect(figure(words.governance.open)).toBe(String(report.totals.open));
        expect(figure(words.governance.overdue)).toBe(String(report.totals.overdue));
        for (const { teamName, counts, overdue } of report.surfaces) {
          const cells = shown.rows(teamName)[0]?.map((cell) => parseShown(cell, locale)) ?? [];
          expect(addUp(cells.slice(0, 5)), teamName).toBe(String(counts.application));
          expect(cells[5], teamName).toBe(String(overdue));
        }
      }),
      { ...RUNS, examples: [[withNamedTeams(GOVERNANCE)]] },
    );
  });

  it('xlsx, csv and json: open, overdue and fixed, in all and by team', async () => {
    await fc.assert(
      fc.asyncProperty(governances, async (report) => {
        const { governanceFile, findingFile, finding } = words;
        const sheets = await readSheets(report, locale);
        const [, , ...totals] = sheets.get(governanceFile.sheets.totals) ?? [];
        const counted = new Map(totals.map(([label, count]) => [label, count]));
        for (const name of ['open', 'overdue', 'fixed'] as const) {
          expect(counted.get(governanceFile.totals[name]), name).toBe(String(report.totals[name]));
        }
        const surfaces = toRows(sheets.get(governanceFile.sheets.surfaces) ?? []);
        expect(surfaces.at(-1)?.[governanceFile.totals.open]).toBe(String(report.totals.open));
        for (const { teamName, counts } of report.surfaces) {
          const row = surfaces.find((each) => each[governanceFile.columns.team] === teamName);
          expect(row?.[finding.surfaces.application]).toBe(String(counts.application));
        }
        const listed = toRows(sheets.get(findingFile.sheets.findings) ?? []);
        const open = listed.filter((row) => row[findingFile.columns.State] === findingFile.states.open);
        expect(open).toHaveLength(report.totals.open);
        const csv = readCsv(await renderText(report, 'csv'));
        expect(csv.filter((row) => row.State === 'open')).toHaveLength(report.totals.open);
        expect(csv.filter((row) => row.Overdue === 'yes')).toHaveLength(report.totals.overdue);
        const json = JSON.parse(await renderText(report, 'json')) as GovernanceReport;
        expect(json.totals).toEqual(report.totals);
      }),
      RUNS,
    );
  });
});

type Row = Readonly<Record<string, string | undefined>>;

/** The sheets of a report's workbook; figures as they are written. */
async function readSheets(report: Report, locale: string): Promise<Map<string, (string | undefined)[][]>> {
  const sheets = await readXlsxFile(await renderBytes(report, 'xlsx', locale), {
    parseNumber: (text) => text,
  });
  return new Map(
    sheets.map(({ sheet, data }) => [
      sheet,
      data.map((row) => row.map((cell) => (cell === null ? undefined : String(cell)))),
    ]),
  );
}

/** Rows by the headings above them. */
function toRows([heading = [], ...rows]: readonly (readonly (string | undefined)[])[]): Row[] {
  return rows.map((row) => Object.fromEntries(heading.map((label, place) => [label ?? '', row[place]])));
}

function readCsv(text: string): Row[] {
  return parse(text, { columns: true, bom: true });
}

function amountsByTeam(
  { statements }: ChargebackReport,
  nameOf: (team: TeamTotal) => string,
): Map<string, string[]> {
  const teams = statements.flatMap((statement) => statement.teams);
  return new Map(
    [...Map.groupBy(teams, nameOf)].map(([name, own]) => [name, own.map(({ amount }) => plain(amount))]),
  );
}

function findTeam(statement: CurrencyStatement | undefined, { team }: TeamTotal): TeamTotal | undefined {
  return statement?.teams.find((each) => each.team === team);
}

function addUp(amounts: readonly (string | undefined)[]): string {
  return formatExact(sumAmounts(amounts.map((amount) => parseAmount(amount ?? '0') ?? 0n)));
}

function plain(text: string | undefined): string {
  const amount = parseAmount(text ?? '');
  if (amount === undefined) throw new Error(`${text} is no amount`);
  return formatExact(amount);
}

/** The sample report with teams whose names a rendering shows as they are. */
function withoutHostile(report: ChargebackReport): ChargebackReport {
  return {
    ...report,
    statements: report.statements.map((statement) => ({
      ...statement,
      teams: statement.teams.map((team) => ({
        ...team,
        teamName: team.team === UNOWNED ? team.teamName : `Team ${team.team}`,
      })),
    })),
  };
}

function withNamedTeams(report: GovernanceReport): GovernanceReport {
  const [first] = report.surfaces;
  return { ...report, surfaces: first ? [{ ...first, teamName: 'Team A' }] : [] };
}
