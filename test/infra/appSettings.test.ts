import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findValue, toPlain } from './bicep/value.ts';
import { infrastructure, ROOT } from './infrastructure.ts';

const functions = infrastructure.get('infra/app/functions.bicep');
const set = (name: string) => functions?.resources.find((resource) => resource.name === name)?.body;
const settings = findValue(set('appSettings'), 'properties');
const names = settings?.kind === 'object' ? [...settings.entries.keys()] : [];

/** Set for others than Purser's own code, and who reads them. */
const READ_BY_OTHERS = {
  // @azure/identity, DefaultAzureCredential: which user-assigned identity to be.
  AZURE_CLIENT_ID: '@azure/identity',
  // Functions host: Microsoft Learn, "Guidance for developing Azure Functions", connections by identity.
  AzureWebJobsStorage__accountName: 'host',
  AzureWebJobsStorage__credential: 'host',
  AzureWebJobsStorage__clientId: 'host',
  // Functions host: Microsoft Learn, "App settings reference for Azure Functions".
  APPLICATIONINSIGHTS_CONNECTION_STRING: 'host',
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'host',
  languageWorkers__node__arguments: 'host',
  // App Service authentication: Microsoft Learn, "Use a managed identity instead of a secret".
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: 'authentication',
} as const;

/** Read, and given by the platform, or by whoever has a collector, without being set. */
const GIVEN = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'WEBSITE_AUTH_ENABLED'];

/** Not to be set on Flex Consumption: "App settings reference for Azure Functions", Flex Consumption plan deprecations. */
const NOT_ON_FLEX = [
  'ENABLE_ORYX_BUILD',
  'FUNCTIONS_EXTENSION_VERSION',
  'FUNCTIONS_WORKER_RUNTIME',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'TZ',
  'WEBSITE_CONTENTAZUREFILECONNECTIONSTRING',
  'WEBSITE_CONTENTSHARE',
  'WEBSITE_RUN_FROM_PACKAGE',
  'WEBSITE_TIME_ZONE',
];

function findReads(): readonly string[] {
  const code = globSync('{shared,functions}/**/*.ts', { cwd: ROOT }).map((path) =>
    readFileSync(join(ROOT, path), 'utf8'),
  );
  const patterns = [/%([A-Z]\w*)%/g, /\b(?:environment|env|process\.env)\??\.([A-Z]\w*)/g];
  const read = code.flatMap((text) =>
    patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')),
  );
  return [...new Set(read)];
}

describe('app settings', () => {
  it('hold everything that the code reads, or the platform gives it', () => {
    const read = findReads();
    expect(read).toContain('PURSER_SCHEDULE_COLLECT');
    expect(read.filter((name) => !names.includes(name))).toEqual(GIVEN);
  });

  it('hold nothing that nobody reads', () => {
    const others = Object.keys(READ_BY_OTHERS);
    const read = [...findReads(), ...others];
    expect(names.filter((name) => !read.includes(name))).toEqual([]);
    expect(others.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('are described, every one that is read, and start as they are described', () => {
    const described = JSON.parse(readFileSync(join(ROOT, 'infra/app-settings.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const own = names.filter((name) => name.startsWith('PURSER_'));
    expect(Object.keys(described).filter((name) => name.startsWith('PURSER_'))).toEqual(own);
    for (const name of own) {
      const value = findValue(settings, name);
      const options = value?.kind === 'choice' ? value.options : [value];
      expect(options[0], name).toMatchObject({ text: `defaults.${name}.default` });
    }
  });

  it('say that the platform signs people in exactly where it does', () => {
    expect(findValue(settings, 'PURSER_IDENTITY')).toMatchObject({
      options: [{ text: 'defaults.PURSER_IDENTITY.default' }, { text: 'platform' }],
    });
    expect(functions?.resources.find(({ name }) => name === 'authentication')?.conditional).toBe(true);
  });

  it('hold nothing that Flex Consumption has no use for', () => {
    expect(names.filter((name) => NOT_ON_FLEX.includes(name))).toEqual([]);
  });

  it('hold no key and no secret: secrets are references to the vault', () => {
    const secrets = functions?.variables.get('secretSettings');
    expect(secrets).toMatchObject({ text: expect.stringContaining('@Microsoft.KeyVault(VaultName=') });
    expect(JSON.stringify(toPlain(settings))).not.toMatch(/key|password|secret/i);
  });
});

describe('sign-in', () => {
  const authentication = set('authentication');

  it('lets everybody through to Purser, which refuses, and excludes no path', () => {
    expect(toPlain(findValue(authentication, 'properties', 'globalValidation'))).toEqual({
      requireAuthentication: false,
      unauthenticatedClientAction: 'AllowAnonymous',
    });
  });

  it('vouches for itself by the identity that the setting of that name holds', () => {
    const secret = findValue(
      authentication,
      ...[
        'properties',
        'identityProviders',
        'azureActiveDirectory',
        'registration',
        'clientSecretSettingName',
      ],
    );
    expect(names).toContain(toPlain(secret));
    expect(findValue(settings, String(toPlain(secret)))).toMatchObject({ text: 'identityClientId' });
  });
});
