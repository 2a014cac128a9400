import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate for this machine, for which nobody vouches but itself; both PEM. */
export async function makeCertificate(): Promise<{ readonly key: string; readonly cert: string }> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key, cert };
}

/** Writes the authority into a file of a folder of its own. */
export async function writeAuthority(cert: string): Promise<string> {
  const caFile = join(await mkdtemp(join(tmpdir(), 'purser-ca-')), 'ca.pem');
  await writeFile(caFile, cert);
  return caFile;
}
