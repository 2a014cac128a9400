import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { demoTeamsWebhooks, writeDemoConfig } from '../../local/tenant/config.ts';
import { TEAMS } from '../../local/tenant/world/teams.ts';
import { checkConfig, readConfig } from '../../shared/config/config.ts';

const ADDRESSES = {
  tenantUrl: 'https://127.0.0.1:4443',
  smtpPort: 2525,
  teamsInboxUrl: 'http://127.0.0.1:4080',
  reportBaseUrl: 'http://127.0.0.1:7071/api/reports',
};

describe('the configuration of the demo', () => {
  const config = readConfig(writeDemoConfig(ADDRESSES), 'purser.yaml');

  it('is accepted by Purser without a complaint and watches the tenant', () => {
    expect(checkConfig(writeDemoConfig(ADDRESSES))).toEqual([]);
    expect(config.organisation).toBe('Contoso Financials');
    expect(config.azure.resourceManagerUrl).toBe(ADDRESSES.tenantUrl);
    expect(config.teams.map((team) => team.id)).toEqual(TEAMS.map((team) => team.id));
  });

  it('names a variable for each webhook that the inbox has, and no other', () => {
    const { finance, security, operator } = config.audiences;
    const named = [...config.teams.map((team) => team.leads), finance, security, operator]
      .map((recipients) => recipients.teamsWebhookEnv)
      .filter((name) => name !== undefined);
    const webhooks = demoTeamsWebhooks(ADDRESSES.teamsInboxUrl);
    expect(Object.keys(webhooks).sort()).toEqual(named.sort());
    expect(webhooks.PURSER_DEMO_TEAMS_SHOP).toBe('http://127.0.0.1:4080/teams/shop');
  });

  it('holds no secret', () => {
    expect(writeDemoConfig(ADDRESSES)).not.toContain('/teams/');
  });
});

describe('the tenant as a process', () => {
  const SERVE = fileURLToPath(new URL('../../local/tenant/serve.ts', import.meta.url));

  it.each(['SIGTERM', 'disconnect'] as const)('says where it is, and ends on %s', async (ending) => {
    const directory = await mkdtemp(join(tmpdir(), 'purser-tenant-test-'));
    const child = spawn(process.execPath, [SERVE], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      env: {
        ...process.env,
        PURSER_TENANT_TODAY: '2026-11-23',
        PURSER_TENANT_CERTIFICATE: directory,
      },
    });
    try {
      const [chunk] = await once(child.stdout as NodeJS.ReadableStream, 'data');
      const ready = JSON.parse(String(chunk)) as Record<string, string>;
      expect(Object.keys(ready)).toEqual(['url', 'identityEndpoint', 'identityHeader', 'caFile']);
      expect(await readFile(ready.caFile ?? '', 'utf8')).toContain('BEGIN CERTIFICATE');
      const exit = once(child, 'exit');
      if (ending === 'disconnect') child.disconnect();
      else child.kill(ending);
      expect(await exit).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    }
  });
});
