import { readStorageConnection } from '../../shared/store/connection.ts';
import { openStore } from '../../shared/store/open.ts';

// A program of its own: Node reads NODE_EXTRA_CA_CERTS only when it starts.
const part = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
const seconds = Math.floor(Date.now() / 1000);
const token = [
  part({ alg: 'none', typ: 'JWT' }),
  part({
    aud: 'https://storage.azure.com',
    iss: 'https://sts.windows.net/11111111-1111-4111-8111-111111111111/',
    ver: '1.0',
    nbf: seconds - 60,
    iat: seconds - 60,
    exp: seconds + 3600,
  }),
  'x',
].join('.');

const credential = { getToken: async () => ({ token, expiresOnTimestamp: (seconds + 3600) * 1000 }) };
const store = await openStore(readStorageConnection(process.env, credential));
await store.messages.putMessage('by/identity', Buffer.from('kept'), 'text/plain');
const kept = await store.messages.getMessage('by/identity');
const reports = await store.reports.listReports();
process.stdout.write(`${Buffer.from(kept?.body ?? []).toString()}, ${reports.length} reports`);
