import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkConfig, loadConfig, readConfig } from '../../shared/config/config.ts';
import { checkEnvironment } from '../../shared/config/environment.ts';
import { describeConfig } from '../../shared/config/fields.ts';
import { ConfigurationError } from '../../shared/model/errors.ts';

const root = new URL('../../', import.meta.url);
const example = readFileSync(new URL('purser.example.yaml', root), 'utf8');

/** The smallest configuration that works; tests change a line of it. */
const SMALLEST = `organisation: Contoso
azure:
  subscriptions: [11111111-1111-4111-8111-111111111111]
teams:
  - id: shop
    name: Shop
    costCenter: CC-1
audiences:
  finance: { teamsWebhookEnv: FINANCE_WEBHOOK }
  security: { teamsWebhookEnv: SECURITY_WEBHOOK }
  operator: { teamsWebhookEnv: OPERATOR_WEBHOOK }
`;

/** Each problem as a reader sees it. */
function problemsOf(text: string): string[] {
  return checkConfig(text).map(
    ({ line, column, path, message, remedy }) => `${line}:${column} ${path} ${message}. ${remedy}`,
  );
}

/** The smallest configuration with more at its end. */
const withMore = (more: string): string => SMALLEST + more;
const FIRST_LINE_OF_MORE = SMALLEST.split('\n').length;

describe('the example', () => {
  it('is a configuration without a problem, and tells editors of its schema on the first line', () => {
    const config = readConfig(example, 'purser.example.yaml');
    expect(config.teams.map((team) => team.id)).toEqual(['shop', 'payments', 'platform']);
    expect(example.split('\n')[0]).toBe('# yaml-language-server: $schema=./purser.schema.json');
  });

  it('satisfies the schema for editors, which refuses what Purser refuses', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(new URL('purser.schema.json', root), 'utf8')));
    expect(validate(parse(example)), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...parse(example), organization: 'Contoso' })).toBe(false);
    expect(validate(parse(example.replace('via: url', 'via: ftp')))).toBe(false);
  });

  it('has a schema beside it that is up to date: node scripts/schema.ts writes it', () => {
    expect(JSON.parse(readFileSync(new URL('purser.schema.json', root), 'utf8'))).toEqual(describeConfig());
  });
});

describe('a configuration', () => {
  it('needs little: everything else has a default', () => {
    const config = readConfig(SMALLEST, 'purser.yaml');
    expect(config).toMatchObject({
      ownership: { labels: ['team'], rules: [] },
      cost: { idle: 'proportional', trailingDays: 35 },
      azure: { clusters: ['*'], resourceManagerUrl: 'https://management.azure.com' },
    });
  });

  it('may repeat a part of itself by an alias', () => {
    const text = SMALLEST.replace('finance: {', 'finance: &all {').replace(/security: .*/, 'security: *all');
    expect(readConfig(text, 'purser.yaml').audiences.security.teamsWebhookEnv).toBe('FINANCE_WEBHOOK');
  });

  it('that is not there is named, with what to do', async () => {
    const reading = loadConfig('no/such/purser.yaml');
    await expect(reading).rejects.toThrow(ConfigurationError);
    await expect(reading).rejects.toMatchObject({
      message: expect.stringContaining('no/such/purser.yaml'),
      remedy: expect.stringContaining('purser.example.yaml'),
    });
  });
});

describe('problems', () => {
  it('are all told at once, each with its place in the file, in the order of the file', () => {
    const text = SMALLEST.replace('organisation: Contoso', 'organisation: 4711')
      .replace('costCenter: CC-1', 'costcenter: CC-1')
      .replace('operator: { teamsWebhookEnv: OPERATOR_WEBHOOK }', 'operator: {}');
    const error = catchError(() => readConfig(text, 'conf/purser.yaml'));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error?.message.split('\n')).toEqual([
      'conf/purser.yaml has 4 problems:',
      '  conf/purser.yaml:1:15: organisation should be text, but is a number. Put it in quotes.',
      '  conf/purser.yaml:5:5: teams > entry 1 (shop) > costCenter is missing. Add "costCenter:". Cost centre that finance charges.',
      '  conf/purser.yaml:7:5: teams > entry 1 (shop) > costcenter is not a setting that Purser knows. Did you mean costCenter?',
      '  conf/purser.yaml:11:13: audiences > operator reaches nobody. Give it mail addresses under "mail:", or a Teams webhook by "teamsWebhookEnv:".',
    ]);
  });

  it.each([
    ['an empty file', '', /^1:1 the file is empty/],
    ['a file of comments', '# nothing\n', /^1:1 the file is empty/],
    ['a text', 'hello', /^1:1 the file should be a group of settings, but is text/],
    ['a tab', 'organisation: x\n\tazure: y', /^2:1 this line is indented with a tab/],
    ['an open quote', 'organisation: "x', /^1:\d+ this line lacks a closing quote/],
    ['a key twice', withMore('locale: de\nlocale: en\n'), /^13:1 this key stands here a second time/],
    ['two colons', 'organisation: Contoso: Group', /^1:\d+ this line has two colons/],
    ['two documents', `${SMALLEST}---\na: 1\n`, /^\d+:1 this line begins a second document/],
    ['a foreign tag', 'organisation: !!python/object x', /^1:15 this line has a YAML tag/],
    ['an alias to nothing', 'organisation: *x', /^1:15 this alias refers to nothing/],
    ['an alias in itself', 'teams: &a [*a]', /^1:12 this alias goes too far/],
  ])('of the language itself: %s', (_what, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    ['a value left empty', 'locale:\n', 'locale is empty. Give it a value.'],
    ['a word for a list', 'teams: shop\n', 'teams should be a list, but is text. Write each entry'],
    ['a list for a group', 'cost: [1]\n', 'cost should be a group of settings, but is a list.'],
    ['a broken number', 'cost: { trailingDays: 1.5 }\n', 'should be a whole number, but is a number.'],
    [
      'a number out of range',
      'cost: { trailingDays: 63 }\n',
      'is out of range. Write a number of at most 62.',
    ],
    [
      'a choice that is none',
      'cost: { idle: platfrm }\n',
      'Write proportional, platform or separate. Did you mean platform?',
    ],
    [
      'a locale that is none',
      'locale: german please\n',
      'locale cannot be "german please". Write a BCP 47 locale',
    ],
    ['a URL that is none', 'reportBaseUrl: purser\n', 'Write a whole URL, starting with https://.'],
    ['a rule without an owner', rule('{ namespace: x }'), 'gives no owner, or several. Say exactly one of'],
    [
      'a rule with two owners',
      rule('{ namespace: x, team: shop, shared: true }'),
      'gives no owner, or several.',
    ],
    ['a rule for nothing', rule('{ team: shop }'), 'does not say what it applies to.'],
    ['a rule for no labels', rule('{ labels: {}, team: shop }'), 'does not say what it applies to.'],
    ['an empty split', rule('{ namespace: x, split: {} }'), 'names no team.'],
    ['a weight too fine', rule('{ namespace: x, split: { shop: 0.0000001 } }'), 'six decimals at most.'],
    ['a weight of nothing', rule('{ namespace: x, split: { shop: 0 } }'), 'Write a number of more than 0.'],
    [
      'a wrong variant',
      'allocation: [{ via: uri, cluster: x }]\n',
      'Write url, serviceProxy or metering. Did you mean url?',
    ],
    [
      'a setting of another variant',
      'allocation: [{ via: url, cluster: x, url: "https://x", port: 1 }]\n',
      'port is not a setting that Purser knows. Remove it. What may stand here: via, cluster, kind, url, apiKeyEnv.',
    ],
    ['an export in no place', 'cost: { exports: [{ name: x }] }\n', 'Say either containerUrl or folder.'],
    [
      'a discount by an amount',
      'cost: { platformTeam: shop, agreements: [{ name: x, kind: discount, amount: 5, teams: [shop] }] }\n',
      'does not say how much, or says it twice.',
    ],
    [
      'an agreement with nobody',
      'cost: { agreements: [{ name: x, kind: markup, percent: 3, teams: [shop] }] }\n',
      'has no counterpart, and cost.platformTeam does not name one',
    ],
    ['shares that are not given', 'cost: { shared: fixed }\n', 'Add "sharedShares:" under cost'],
    [
      'shares that count for nothing',
      'cost: { overheadShares: { shop: 1 } }\n',
      'counts for nothing while cost.overhead is proportional',
    ],
    ['shares of a stranger', 'cost: { shared: fixed, sharedShares: { shopp: 1 } }\n', 'Did you mean shop?'],
    [
      'a unit cost of a stranger',
      'unitCosts: [{ name: order, team: nobody, quantities: { "2026-10": 5 } }]\n',
      'names "nobody", which is no team of this file',
    ],
    [
      'a month that is none',
      'unitCosts: [{ name: order, quantities: { Oct: 5 } }]\n',
      'Write a month such as 2026-10.',
    ],
  ])('of one setting: %s', (_what, more, words) => {
    const text = more.startsWith('teams')
      ? SMALLEST.replace(/teams:[\s\S]*?audiences/, `${more}audiences`)
      : withMore(more);
    expect(problemsOf(text)).toContainEqual(expect.stringContaining(words));
  });

  it.each([
    [
      'an unknown team in a rule',
      rule('{ namespace: x, team: shpo }'),
      '(x) > team names "shpo", which is no team of this file. Did you mean shop?',
    ],
    [
      'an unknown team in a split',
      rule('{ namespace: x, split: { nobody-here: 1 } }'),
      '> nobody-here names "nobody-here", which is no team',
    ],
    ['an unknown platform team', 'cost: { platformTeam: core }\n', 'platformTeam names "core"'],
    [
      'a platform team that is not named',
      'cost: { shared: platform }\n',
      'cost > shared goes to the platform team, and cost.platformTeam does not say',
    ],
    [
      'an extra resource twice',
      extras('/subscriptions/A/x', '/SUBSCRIPTIONS/a/X/'),
      'entry 2 (second) > resourceIds > entry 1 is already in "first".',
    ],
    [
      'a password in the clear',
      mail('{ host: smtp.contoso.com, tls: none, user: u, passwordEnv: P }'),
      'would send the password in the clear',
    ],
    [
      'a user without a password',
      mail('{ host: smtp.contoso.com, user: u }'),
      'smtp > user has no password.',
    ],
    ['a password without a user', mail('{ host: smtp.contoso.com, passwordEnv: P }'), 'belongs to no user.'],
    ['a sender that is none', mail('{ host: smtp.contoso.com }', 'Purser'), 'from cannot be "Purser".'],
  ])('between settings: %s', (_what, more, words) => {
    expect(problemsOf(withMore(more))).toEqual([expect.stringContaining(words)]);
  });

  it('between teams: an id twice, an alias that leads to two, an id that Purser needs', () => {
    const teams = `  - { id: shop, name: A, costCenter: A }
  - { id: search, name: B, costCenter: B, aliases: [SHOP, Find] }
  - { id: find, name: C, costCenter: C }
  - { id: unowned, name: D, costCenter: D }
audiences`;
    expect(problemsOf(SMALLEST.replace('audiences', teams))).toEqual([
      '8:11 teams > entry 2 (shop) > id is "shop", which entry 1 is already called. Give each team an id of its own.',
      '9:53 teams > entry 3 (search) > aliases > entry 1 is "SHOP", which is also the id of entry 1. Let one value of a label mean one team.',
      '9:59 teams > entry 3 (search) > aliases > entry 2 is "Find", which is also the id of entry 4. Let one value of a label mean one team.',
      '11:11 teams > entry 5 (unowned) > id cannot be "unowned". Choose another id: Purser itself calls "unowned" what nobody owns.',
    ]);
  });

  it('between recipients and the ways to them: no mail server, a foreign domain', () => {
    const leads = SMALLEST.replace(
      'costCenter: CC-1',
      'costCenter: CC-1\n    leads: { mail: [a@contoso.com, b@evil.com] }',
    );
    expect(problemsOf(leads)).toEqual([
      expect.stringContaining('leads > mail names mail addresses, and there is no delivery.mail to send by'),
    ]);
    const delivery = mail('{ host: smtp.contoso.com }').replace('contoso.com] }', 'CONTOSO.com] }');
    expect(problemsOf(leads + delivery)).toEqual([
      expect.stringContaining('mail > entry 2 goes to "evil.com", which is not among delivery.mail.domains'),
    ]);
  });

  it('in one place do not hide those in another', () => {
    const text = SMALLEST.replace('name: Shop', 'nam: Shop') + rule('{ namespace: x, team: shpo }');
    expect(problemsOf(text)).toEqual([
      expect.stringContaining('name is missing'),
      expect.stringContaining('nam is not a setting that Purser knows. Did you mean name?'),
      expect.stringContaining('names "shpo"'),
    ]);
  });

  it('stand where the eye looks for them', () => {
    const [unknown, value] = problemsOf(withMore('cost:\n  idel: platform\n  shared: nope\n'));
    expect(unknown).toMatch(new RegExp(`^${FIRST_LINE_OF_MORE + 1}:3 cost > idel`));
    expect(value).toMatch(new RegExp(`^${FIRST_LINE_OF_MORE + 2}:11 cost > shared`));
  });

  it('never let a hostile file hang or break the check', () => {
    const bomb = `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}]`).join('\n')}`;
    expect(problemsOf(bomb)).toEqual([expect.stringContaining('goes too far')]);
    expect(problemsOf('['.repeat(50_000)).length).toBeGreaterThan(0);
    expect(problemsOf('x'.repeat(2_000_000))).toEqual([expect.stringContaining('longer than a megabyte')]);
    expect(problemsOf(withMore('__proto__: { x: 1 }\nconstructor: 1\n? [a]\n: 1\n'))).toHaveLength(3);
  });

  it('are problems, not crashes, whatever stands in the file', () => {
    fc.assert(
      fc.property(fc.object({ maxDepth: 3 }), fc.string(), (value, text) => {
        for (const problem of [...checkConfig(JSON.stringify(value)), ...checkConfig(text)]) {
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.remedy).not.toBe('');
        }
        expect(() => readConfig(JSON.stringify({ ...value, organisation: 1 }), 'f')).toThrow(
          ConfigurationError,
        );
      }),
    );
  });
});

describe('a secret', () => {
  const SECRETS = [
    'https://prod-1.westeurope.logic.azure.com/workflows/1?sig=abcdefghijk',
    'hunter2',
    'Tr0ub4dor',
    'pass word',
    'c2VjcmV0LWtleS12YWx1ZQ==',
    'A'.repeat(80),
  ];

  it.each(SECRETS)('is refused where the name of a variable belongs, and not repeated: %s', (secret) => {
    const text = SMALLEST.replace('FINANCE_WEBHOOK', JSON.stringify(secret));
    const error = catchError(() => readConfig(text, 'purser.yaml'));
    expect(error?.message).toContain(
      'finance > teamsWebhookEnv should be the name of an environment variable',
    );
    expect(error?.message).not.toContain(secret);
    expect(error?.message).not.toContain('sig=');
  });

  it('is not repeated where it stands in a setting of the wrong name, a URL, or broken YAML', () => {
    const secret = 's3cr3tValue';
    const texts = [
      withMore(mail(`{ host: h, password: ${secret} }`)),
      SMALLEST.replace('teamsWebhookEnv: FINANCE_WEBHOOK', `teamsWebhook: "https://x/?sig=${secret}"`),
      withMore(`reportBaseUrl: https://me:${secret}@purser.contoso.com\n`),
      withMore(`delivery: { mail: { smtp: { passwordEnv: "${secret} } } }\n`),
      withMore(`password: @${secret}\n`),
      withMore(`password: ${secret}: x\n`),
    ];
    for (const text of texts) {
      const error = catchError(() => readConfig(text, 'purser.yaml'));
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(`${error?.message} ${error?.remedy}`).not.toContain(secret);
    }
  });
});

describe('the environment', () => {
  const config = readConfig(example, 'purser.example.yaml');

  it('lacks what is not set or empty, told by variable and place', () => {
    const env = { SMTP_PASSWORD: 'x', KUBECOST_API_KEY: ' ', SHOP_TEAMS_WEBHOOK: 'https://x' };
    expect(checkEnvironment(config, env).map(({ variable, path }) => `${variable}: ${path}`)).toEqual([
      'KUBECOST_API_KEY: allocation > entry 1 > apiKeyEnv',
      'SECURITY_TEAMS_WEBHOOK: audiences > security > teamsWebhookEnv',
    ]);
  });

  it('is never repeated', () => {
    const told = JSON.stringify(
      checkEnvironment(config, { SMTP_PASSWORD: 'the-secret', OTHER: 'the-secret' }),
    );
    expect(told).not.toContain('the-secret');
  });

  it('is not asked for labels whose names end in Env', () => {
    const text = withMore(rule('{ labels: { targetEnv: prod }, team: shop }'));
    const variables = checkEnvironment(readConfig(text, 'f'), {}).map(({ variable }) => variable);
    expect(variables).not.toContain('prod');
  });
});

function rule(words: string): string {
  return `ownership:\n  rules:\n    - ${words}\n`;
}

function extras(first: string, second: string): string {
  return `cost:\n  extras:\n    - { name: first, resourceIds: [${first}], category: other }\n    - { name: second, resourceIds: [${second}], category: other }\n`;
}

function mail(smtp: string, from = 'purser@contoso.com'): string {
  return `delivery:\n  mail: { smtp: ${smtp}, from: ${from}, domains: [contoso.com] }\n`;
}

function catchError(action: () => unknown): ConfigurationError | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  return undefined;
}
