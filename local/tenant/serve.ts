import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayOf, parseDay } from '../../shared/model/time.ts';
import { endGracefully } from '../host/child.ts';
import { keepCertificate } from './certificate.ts';
import { startTenant } from './server.ts';

/**
 * The demo tenant as a process. Reads PURSER_TENANT_PORT, PURSER_TENANT_IDENTITY_PORT, PURSER_TENANT_TODAY,
 * PURSER_TENANT_SEED and PURSER_TENANT_CERTIFICATE (a directory), prints one line of JSON when it is ready, and
 * ends on SIGTERM, or when its parent says so or goes away.
 */
const environment = process.env;
const today = parseDay(environment.PURSER_TENANT_TODAY ?? dayOf(new Date()));
if (!today) throw new Error('PURSER_TENANT_TODAY must be a day such as 2026-11-23.');

const certificate = await keepCertificate(
  environment.PURSER_TENANT_CERTIFICATE ?? (await mkdtemp(join(tmpdir(), 'purser-tenant-'))),
);
const tenant = await startTenant({
  port: readNumber('PURSER_TENANT_PORT', 0),
  identityPort: readNumber('PURSER_TENANT_IDENTITY_PORT', 0),
  today,
  seed: readNumber('PURSER_TENANT_SEED', 1),
  certificate,
});

endGracefully(tenant.close);

const { url, identityEndpoint, identityHeader } = tenant;
process.stdout.write(
  `${JSON.stringify({ url, identityEndpoint, identityHeader, caFile: certificate.caFile })}\n`,
);

function readNumber(name: string, standard: number): number {
  const given = environment[name];
  if (given === undefined || given === '') return standard;
  const number = Number(given);
  if (!Number.isInteger(number) || number < 0) throw new Error(`${name} must be a whole number.`);
  return number;
}
