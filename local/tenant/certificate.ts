import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A key and the certificate that goes with it, as PEM text. The certificate is its own authority. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for this machine that Node accepts once it is told to trust it. */
export async function makeCertificate(): Promise<Certificate> {
  const now = Date.now();
  const pems = await generate([{ name: 'commonName', value: 'Contoso Financials demo tenant' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - 86_400_000),
    notAfterDate: new Date(now + 10 * 365 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
  });
  return { cert: pems.cert, key: pems.private };
}

/** The certificate kept in a directory as `cert.pem` and `key.pem`, made there at the first call. */
export async function keepCertificate(directory: string): Promise<Certificate & { readonly caFile: string }> {
  const caFile = join(directory, 'cert.pem');
  const keyFile = join(directory, 'key.pem');
  try {
    return { cert: await readFile(caFile, 'utf8'), key: await readFile(keyFile, 'utf8'), caFile };
  } catch {
    const made = await makeCertificate();
    await mkdir(directory, { recursive: true });
    await writeFile(keyFile, made.key, { mode: 0o600 });
    await writeFile(caFile, made.cert);
    return { ...made, caFile };
  }
}
