import { describe, expect, it } from 'vitest';
import { checkConfig, readConfig } from '../../shared/config/config.ts';

/** A configuration whose mail section is `mail`, as the lines under it. */
const withMail = (mail: string): string => `organisation: Contoso
azure:
  subscriptions: [11111111-1111-4111-8111-111111111111]
teams:
  - { id: shop, name: Shop, costCenter: CC-1 }
audiences:
  finance: { mail: [finance@contoso.com] }
  security: { mail: [security@contoso.com] }
  operator: { mail: [operator@contoso.com] }
delivery:
  mail:
    from: Purser <purser@contoso.com>
    domains: [contoso.com]
${mail.replaceAll(/^/gm, '    ')}
`;

function mailOf(mail: string) {
  return readConfig(withMail(mail), 'purser.yaml').delivery.mail;
}

function problemsOf(mail: string): string[] {
  return checkConfig(withMail(mail)).map(({ path, message, remedy }) => `${path} ${message}. ${remedy}`);
}

describe('how mail leaves the house', () => {
  it('is SMTP where nothing else is said, as in files of before', () => {
    expect(mailOf('smtp: { host: smtp.contoso.com }')).toMatchObject({
      via: 'smtp',
      smtp: { host: 'smtp.contoso.com', port: 587, tls: 'starttls', connections: 5 },
    });
  });

  it('is Communication Services, as Purser’s identity or by a connection string', () => {
    const endpoint = 'https://contoso.europe.communication.azure.com';
    expect(
      mailOf(`via: communicationServices\ncommunicationServices: { endpoint: "${endpoint}" }`),
    ).toMatchObject({ via: 'communicationServices', communicationServices: { endpoint } });
    expect(
      mailOf('via: communicationServices\ncommunicationServices: { connectionStringEnv: ACS_CONNECTION }'),
    ).toMatchObject({ communicationServices: { connectionStringEnv: 'ACS_CONNECTION' } });
  });

  it('is Graph, from the sender’s own mailbox where no other is named', () => {
    expect(mailOf('via: graph')).toMatchObject({
      via: 'graph',
      graph: { url: 'https://graph.microsoft.com' },
    });
  });

  it('is one of them', () => {
    expect(problemsOf('via: pigeon')).toEqual([
      expect.stringContaining('Write smtp, communicationServices or graph.'),
    ]);
    expect(problemsOf('via: graph\nsmtp: { host: smtp.contoso.com }')).toEqual([
      expect.stringContaining('smtp is not a setting that Purser knows'),
    ]);
  });
});

describe('a slip in the mail section is explained', () => {
  it('with the word that was meant, also where SMTP goes without saying', () => {
    expect(problemsOf('smtp: { hots: smtp.contoso.com, host: smtp.contoso.com }')).toEqual([
      'delivery > mail > smtp > hots is not a setting that Purser knows. Did you mean host?',
    ]);
  });

  it('where the resource has no address, or two', () => {
    const section = 'via: communicationServices\ncommunicationServices:';
    const both = '{ endpoint: "https://a.communication.azure.com", connectionStringEnv: ACS_CONNECTION }';
    for (const place of ['{}', both]) {
      expect(problemsOf(`${section} ${place}`), place).toEqual([
        expect.stringContaining(
          'does not say where the resource is. Say either endpoint or connectionStringEnv',
        ),
      ]);
    }
  });

  it('where a limit is no number of mails', () => {
    expect(problemsOf('smtp: { host: a }\nlimits: { perMinute: 0 }')).toHaveLength(1);
    expect(problemsOf('smtp: { host: a }\nmaxMegabytes: 151')).toHaveLength(1);
  });

  it('where a secret stands in place of the name of its variable', () => {
    const [problem] = problemsOf(
      'via: communicationServices\ncommunicationServices: { connectionStringEnv: "endpoint=https://a/;accesskey=s3cr3t" }',
    );
    expect(problem).toContain('name of an environment variable');
    expect(problem).not.toContain('s3cr3t');
  });
});
