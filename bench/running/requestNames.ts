/** What Azure bills or limits a request as, from the requests of the local run. */
const AZURE: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\/providers\/microsoft\.costmanagement\/query/i, 'costQuery'],
  [/\/providers\/microsoft\.resourcegraph\/resources/i, 'resourceGraph'],
  [/\/providers\/microsoft\.policyinsights\//i, 'policyInsights'],
  [/\/listclusterusercredential/i, 'clusterCredential'],
  [/\/(allocation|assets)(\/|\?)|\/model\//i, 'allocation'],
  [/\/apis?\//i, 'kubernetes'],
  [/\/(token|msi)\b/i, 'token'],
  [/^\/subscriptions\//i, 'resourceManager'],
];

const ACCOUNT = '/devstoreaccount1';
const QUEUE = /^\/purser-(collect|meter|report|deliver)\b/;
const TABLE = /^\/(\$batch|Tables|purser[a-z]+)\b/;

/** `tableWrite`, `blobRead`, `queue`, `costQuery`, … ; `other` for what neither bills nor limits by the call. */
export function nameRequest(method: string, path: string): string {
  if (path.startsWith(ACCOUNT)) return nameStorageRequest(method, path.slice(ACCOUNT.length));
  return AZURE.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';
}

function nameStorageRequest(method: string, path: string): string {
  if (QUEUE.test(path)) return 'queue';
  const reads = method === 'GET' || method === 'HEAD';
  if (TABLE.test(path) && !path.startsWith('/purser-')) return reads ? 'tableRead' : 'tableWrite';
  if (path.includes('comp=list')) return 'blobList';
  return reads ? 'blobRead' : 'blobWrite';
}
