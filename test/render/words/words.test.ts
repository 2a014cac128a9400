import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UNTOUCHED } from '../../../shared/closing/statement.ts';
import { createFormatter } from '../../../shared/render/formatter.ts';
import { viewMail } from '../../../shared/render/template/mailView.ts';
import { de } from '../../../shared/render/words/de/de.ts';
import { en } from '../../../shared/render/words/en/en.ts';
import { createPlural } from '../../../shared/render/words/plural.ts';
import type { ChargebackReport } from '../../../shared/reports/chargebackReport.ts';
import type { CostMovement } from '../../../shared/reports/costMovement.ts';
import type { DigestReport } from '../../../shared/reports/digestReport.ts';
import type { Notice } from '../../../shared/reports/notice.ts';
import type { Report } from '../../../shared/reports/report.ts';
import type { TeamCost } from '../../../shared/reports/teamCostLine.ts';
import { sortTeamFindings } from '../../../shared/reports/teamFindings.ts';
import { LAST } from '../../reports/findings.ts';
import { CHARGEBACK, DIGEST, GOVERNANCE, TEAM_CHARGEBACK } from '../reports.ts';
import { dropMarked, makeGreek, markWords } from './marked.ts';

const names = ['Ωμέγα'];
const place = { clusterName: 'Ωμέγα', days: ['2026-10-01', '2026-10-02', '2026-10-05'] as const };

/** One of each kind. */
const NOTICES: readonly Notice[] = [
  { kind: 'remark', text: 'Ωμέγα' },
  { kind: 'moreRemarks', count: 3 },
  ...(['running', 'severalCurrencies', 'noAllocation', 'nothingScanned'] as const).map((kind) => ({ kind })),
  { kind: 'unbilled', ...place },
  { kind: 'idleUntold', ...place },
  { kind: 'partialDays', ...place, hours: 20.5 },
  { kind: 'untagged', subscriptions: names },
  ...(['notScanned', 'partlyScanned', 'sensorOff', 'policyAddonOff'] as const).map((kind) => ({
    ...{ kind, names },
  })),
  {
    ...{ kind: 'notDelivered', report: 'digest', period: '2026-W46', audience: 'Ωμέγα', channel: 'mail' },
    ...{ state: 'Ωμέγα', tries: 5, problem: 'Ωμέγα' },
  },
];

const clusters = [
  { clusterName: 'Ωμέγα', figure: '12.4' },
  { clusterName: 'Ωμέγα', figure: undefined },
];
const HELD: NonNullable<ChargebackReport['life']>['held'] = [
  { name: 'negativeIdle', figures: { kind: 'negativeIdle', clusters, more: 2, allowedPercent: '5' } },
  { name: 'billRatio', figures: { kind: 'billRatio', clusters, more: 0, min: '0.2', max: '5' } },
  {
    name: 'monthRatio',
    figures: {
      ...{ kind: 'monthRatio', previousMonth: '2026-09', min: '0.4', max: '2.5' },
      currencies: [{ currency: 'EUR', ratio: '3' }],
    },
  },
  {
    name: 'unownedShare',
    figures: {
      kind: 'unownedShare',
      currencies: [
        { currency: 'EUR', percent: '60.0' },
        { currency: 'JPY', percent: undefined },
      ],
      allowedPercent: '50',
    },
  },
  {
    name: 'coverage',
    figures: { kind: 'coverage', readPercent: '82.2', missing: names, askedPercent: '90' },
  },
];

const decision = { at: '2026-11-05T08:00:00.000Z', by: 'Ωμέγα', reason: 'Ωμέγα' };
const LIFE: NonNullable<ChargebackReport['life']> = {
  ...UNTOUCHED,
  reopened: { ...decision, revision: 1, hash: '0'.repeat(64) },
  corrections: [
    {
      ...{ origin: '2026-09', revision: 1, problem: undefined, basis: '', outcome: '' },
      waiting: [{ team: 'Ωμέγα', currency: 'EUR', exact: '2.5' }],
    },
    { origin: '2026-08', revision: 1, problem: 'Ωμέγα', basis: '', outcome: '', waiting: [] },
  ],
};

const EFFECTS = ['new', 'gone', 'reallocation', 'usage', 'price', 'cost', 'adjustment'] as const;
const GROUPS = ['compute', 'storage', 'network', 'platform', 'adjustment'] as const;
const MOVEMENT: CostMovement = {
  change: '-7.00',
  effects: EFFECTS.map((effect) => ({ effect, amount: '-1.00' })),
  movers: EFFECTS.flatMap((effect, index) =>
    ['1.00', '-1.00'].map((amount) => ({
      ...{ clusterName: 'Ωμέγα', namespace: index % 2 === 0 ? 'Ωμέγα' : '' },
      ...{ before: '2.00', after: '1.00', change: amount },
      effects: [
        {
          ...{ effect, group: GROUPS[index % 5] ?? 'compute', amount },
          quantityPercent: effect === 'usage' ? (amount === '1.00' ? '3' : '-3') : undefined,
        },
      ],
    })),
  ),
  rest: { count: 4, amount: '0.10' },
};

const FORECASTS: readonly TeamCost['forecast'][] = [
  { kind: 'none', reason: 'monthIsOver', readDays: 1, neededDays: 14 },
  { kind: 'none', reason: 'nothingSpent', readDays: 1, neededDays: 14 },
  { kind: 'none', reason: 'tooFewDays', readDays: 1, neededDays: 14 },
];

const HELD_CHARGEBACK: ChargebackReport = {
  ...CHARGEBACK,
  notices: NOTICES,
  life: { ...LIFE, held: HELD },
  coverage: { complete: false, entries: [] },
  unitCosts: [
    {
      ...{ name: 'Ωμέγα', team: undefined, currency: 'EUR', quantity: '1100', perUnit: '0.181818' },
      ...{ before: '0.100000', changePercent: '81.8' },
    },
    {
      ...{ name: 'Ωμέγα', team: 'unowned', currency: 'EUR', quantity: '3', perUnit: '0.5' },
      ...{ before: undefined, changePercent: undefined },
    },
  ],
  statements: CHARGEBACK.statements.map((statement) => ({
    ...statement,
    movement: MOVEMENT,
    unownedReasons: [
      {
        ...{ reason: 'Ωμέγα', amount: '7.78', namespaces: 2 },
        largest: { clusterName: 'outside the clusters', namespace: '', amount: '7.00' },
      },
    ],
  })),
};

const REPORTS: Readonly<Record<string, Report>> = {
  'the chargeback': CHARGEBACK,
  'a chargeback that is held back': HELD_CHARGEBACK,
  'a chargeback that was released and closed': {
    ...CHARGEBACK,
    state: 'closed',
    life: {
      ...{ ...LIFE, held: HELD },
      release: { ...decision, hash: '0', held: ['coverage'] },
      closing: { ...decision, revision: 2, accepted: ['coverage', 'reconciliation'], basis: '' },
    },
  },
  'a chargeback without cost': { ...CHARGEBACK, statements: [], method: [], comparisons: [] },
  'a team’s chargeback': {
    ...TEAM_CHARGEBACK,
    life: { ...LIFE, held: [{ name: 'coverage' }] },
    statements: TEAM_CHARGEBACK.statements.map((statement) => ({
      ...statement,
      teams: statement.teams.map((team) => ({ ...team, movement: MOVEMENT })),
    })),
  },
  'a cost centre’s chargeback': { ...CHARGEBACK, audience: 'costCenter:Ωμέγα' },
  'a digest': DIGEST,
  'a digest of several teams': {
    ...DIGEST,
    audience: 'operator',
    teams: FORECASTS.flatMap((forecast) =>
      DIGEST.teams.map((team) => ({
        ...team,
        costs: team.costs.map((cost) => ({
          ...{ ...cost, forecast, trend: [], namespaces: [], movement: MOVEMENT },
          budget: cost.budget && { ...cost.budget, forecastPercent: undefined },
        })),
      })),
    ),
  },
  'a digest with nothing to say': emptyDigest(),
  'the managers’ digest': { ...DIGEST, focus: 'overdue', audience: 'managers:Ωμέγα' },
  'the governance report': GOVERNANCE,
  'a governance report of nothing': {
    ...GOVERNANCE,
    ...{ findings: [], controls: [], alerts: [], unread: [], violations: [], plans: [], scans: [] },
    ...{ standards: [], initiatives: [], exemptions: [], trend: [], secureScore: undefined },
    unscanned: { of: 0, notScanned: [], partly: [] },
  },
};

function emptyDigest(): DigestReport {
  return {
    ...DIGEST,
    teams: DIGEST.teams.map((team) => ({
      ...team,
      ...{ costs: [], alerts: [], findings: sortTeamFindings([], LAST, 8) },
    })),
  };
}

/** Words of `Intl`, brands, and names that commands and settings have in every language. */
const ALLOWED =
  /^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|August|September|October|November|December|AM|PM|UTC|Azure|Purser)$/;
const HIDDEN = new Set(['locale', 'tone', 'link']);

describe('a mail in a language that is not English', () => {
  const formatter = createFormatter({ locale: 'en' }, markWords(en));

  it.each(Object.entries(REPORTS))('has no word of %s that is not the catalogue’s', (_name, report) => {
    const view = viewMail(makeGreek(structuredClone(report)), formatter, 25);
    const leaked = listTexts(view).flatMap((text) =>
      (dropMarked(text).match(/[A-Za-z]{2,}/g) ?? [])
        .filter((word) => !ALLOWED.test(word) && !CURRENCIES.has(word))
        .map((word) => `${word} in: ${text}`),
    );
    expect(leaked).toEqual([]);
  });

  it('has none of the templates’ own either', () => {
    const folder = new URL('../../../templates/mail/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.hbs'),
    );
    expect(files.length).toBeGreaterThanOrEqual(6);
    for (const file of files) {
      const said = readFileSync(new URL(file, folder), 'utf8')
        .replace(/<style>[\s\S]*?<\/style>|<!--[\s\S]*?-->|\{\{!--[\s\S]*?--\}\}|\{\{[\s\S]*?\}\}/g, '')
        .replace(/<[^>]*>|&\w+;/g, '');
      expect(said.match(/[A-Za-z]{2,}/g) ?? [], file).toEqual([]);
    }
  });
});

describe('German', () => {
  it('says of each notice, and of each reason of the gate, something else than English', () => {
    const [english, german] = ['en', 'de'].map((locale) =>
      listTexts(viewMail(HELD_CHARGEBACK, createFormatter({ locale }), 25)),
    );
    expect(german?.some((text) => text.includes('ist noch nicht zu Ende'))).toBe(true);
    expect(german?.some((text) => text.includes('das 3-Fache von September 2026 in EUR'))).toBe(true);
    expect(english?.length).toBe(german?.length);
  });

  it('repeats English only in single words, such as names of products', () => {
    const same = [...pairTexts(en, de)].flatMap(([english, german]) => (english === german ? [english] : []));
    expect(same.length).toBeGreaterThan(0);
    expect(same.filter((text) => text.split(' ').length > 2)).toEqual([]);
  });
});

describe('a count in words', () => {
  const forms = { one: '# finding', few: '# few', other: '# findings' };
  const figure = (value: number) => ({ value, text: String(value) });

  it('takes the form of the language’s plural rules', () => {
    expect([0, 1, 2].map((value) => createPlural('en')(figure(value), forms))).toEqual([
      ...['0 findings', '1 finding', '2 findings'],
    ]);
    expect(createPlural('fr')(figure(0), forms)).toBe('0 finding');
    expect(createPlural('pl')(figure(3), forms)).toBe('3 few');
  });

  it('falls back to the form for all others, and takes the figure as the reader writes it', () => {
    expect(createPlural('pl')(figure(5), { other: '# in all' })).toBe('5 in all');
    expect(createPlural('en')({ value: 1200, text: '$&1,200' }, forms)).toBe('$&1,200 findings');
  });
});

const CURRENCIES = new Set(['EUR', 'JPY']);

/** Every text of a view that a reader sees. */
function listTexts(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return HIDDEN.has(key) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((each) => listTexts(each, key));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => listTexts(each, name));
}

/** The texts of two catalogues side by side; functions are left out. */
function* pairTexts(one: object, other: object): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(one)) {
    const twin: unknown = (other as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'string' && typeof twin === 'string') yield [value, twin];
    else if (typeof value === 'object' && typeof twin === 'object' && twin !== null)
      yield* pairTexts(value as object, twin);
  }
}
