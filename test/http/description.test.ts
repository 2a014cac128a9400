import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../shared/http/operations.ts';
import { pageAssets } from '../../shared/render/page/assets.ts';
import { MONTH, makeCollectedApp, WEEK } from './estate.ts';
import { type Asked, openService, type Received } from './service.ts';

interface MediaType {
  readonly schema?: object;
}
interface Described {
  readonly [member: string]: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: {
    readonly responses: { readonly Problem: { readonly content: Record<string, MediaType> } };
  };
}
interface DescribedOperation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly $ref?: string; readonly content?: Record<string, MediaType> }>
  >;
}

const OPERATOR = 'operator@contoso.com';
const [asset = ''] = pageAssets.keys();
const post = (body: string, more: Asked = {}): Asked => ({ method: 'POST', as: OPERATOR, body, ...more });
const text = { headers: { 'content-type': 'text/plain' } };
const chunks = { headers: { 'transfer-encoding': 'chunked' } };
const october = JSON.stringify({ from: '2026-10-01', to: '2026-10-02' });

/** One request for every status of every operation that the description names. */
const EXAMPLES: Readonly<Record<string, Readonly<Record<number, readonly [string, Asked]>>>> = {
  listReports: {
    200: ['reports?format=json', { as: OPERATOR }],
    304: ['reports?format=json', { as: OPERATOR, headers: { 'if-none-match': '*' } }],
    400: ['reports?format=xlsx', { as: OPERATOR }],
    401: ['reports', {}],
    403: ['reports', { as: 'stranger@contoso.com' }],
    406: ['reports', { as: OPERATOR, headers: { accept: 'text/csv' } }],
  },
  readReport: {
    200: [`reports/chargeback/${MONTH}?format=json`, { as: OPERATOR }],
    304: [`reports/chargeback/${MONTH}`, { as: OPERATOR, headers: { 'if-none-match': '*' } }],
    400: ['reports/chargeback/yesterday', { as: OPERATOR }],
    401: [`reports/chargeback/${MONTH}`, {}],
    403: [`reports/governance/${WEEK}`, { as: 'shop@contoso.com' }],
    404: [`reports/chargeback/${MONTH}?revision=3`, { as: OPERATOR }],
    406: [`reports/chargeback/${MONTH}`, { as: OPERATOR, headers: { accept: 'image/png' } }],
  },
  requestDelivery: {
    202: [`reports/chargeback/${MONTH}/deliveries`, post('')],
    400: [`reports/chargeback/${MONTH}/deliveries`, post('{"to":"everybody"}')],
    401: [`reports/chargeback/${MONTH}/deliveries`, post('{}', { as: undefined })],
    403: [`reports/chargeback/${MONTH}/deliveries`, post('{"to":"audiences"}', { as: 'shop@contoso.com' })],
    404: ['reports/bill/2026-10/deliveries', post('{}')],
    411: [`reports/chargeback/${MONTH}/deliveries`, post('{}', chunks)],
    413: [`reports/chargeback/${MONTH}/deliveries`, post(JSON.stringify({ team: 'x'.repeat(20_000) }))],
    415: [`reports/chargeback/${MONTH}/deliveries`, post('{}', text)],
  },
  requestCollection: {
    202: ['collections', post(october)],
    400: ['collections', post('{"from":"2026-10-40"}')],
    401: ['collections', post(october, { as: undefined })],
    403: ['collections', post(october, { as: 'finance@contoso.com' })],
    411: ['collections', post(october, chunks)],
    413: ['collections', post(JSON.stringify({ from: 'x'.repeat(20_000) }))],
    415: ['collections', post(october, text)],
  },
  readRun: {
    200: ['runs/{run}', { as: OPERATOR }],
    400: ['runs/{run}?team=shop', { as: OPERATOR }],
    401: ['runs/{run}', {}],
    403: ['runs/{run}', { as: 'stranger@contoso.com' }],
    404: ['runs/none', { as: OPERATOR }],
  },
  readStatus: {
    200: ['status', { as: OPERATOR }],
    400: ['status?team=shop', { as: OPERATOR }],
    401: ['status', {}],
    403: ['status', { as: 'finance@contoso.com' }],
  },
  readAsset: { 200: [`assets/${asset}`, {}], 404: ['assets/nothing.css', {}] },
  health: { 200: ['health', {}] },
  readDescription: { 200: ['openapi.json', {}] },
};

let service: ReturnType<typeof openService>;
let description: Described;
let run = '';

beforeAll(async () => {
  service = openService(await makeCollectedApp());
  description = (await service.ask('openapi.json')).json() as unknown as Described;
  run = String((await service.ask('collections', post(october))).json().run);
});

function described(): readonly (readonly [DescribedOperation, string])[] {
  return Object.values(description.paths).flatMap((path) =>
    Object.entries(path).flatMap(([name, operation]) =>
      name === 'get' || name === 'post' ? [[operation, name] as const] : [],
    ),
  );
}

describe('the description of the API', () => {
  it('is OpenAPI 3.1', async () => {
    const result = await new Validator().validate(structuredClone(description));
    expect(result).toMatchObject({ valid: true });
  });

  it('has every operation, each with a request for every status', () => {
    const statuses = Object.fromEntries(
      described().map(([{ operationId, responses }]) => [
        operationId,
        Object.keys(responses).filter((status) => status !== 'default'),
      ]),
    );
    const asked = Object.entries(EXAMPLES).map(([id, examples]) => [id, Object.keys(examples)]);
    expect(statuses).toEqual(Object.fromEntries(asked));
    expect(Object.keys(statuses).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
  });

  it.each(
    Object.entries(EXAMPLES).flatMap(([id, examples]) =>
      Object.entries(examples).map(([status, example]) => [id, Number(status), example] as const),
    ),
  )('says what %s answers with %i', async (id, status, [path, asked]) => {
    const answer = await service.ask(path.replace('{run}', run), asked);
    expect(answer.status, answer.text).toBe(status);
    const [operation] = described().find(([{ operationId }]) => operationId === id) ?? [];
    const response = operation?.responses[String(status)];
    const content = response?.$ref ? description.components.responses.Problem.content : response?.content;
    checkBody(answer, content ?? {});
  });
});

function checkBody({ headers, body, json }: Received, content: Readonly<Record<string, MediaType>>): void {
  const [type = ''] = (headers['Content-Type'] ?? '').split(';');
  expect(Object.keys(content)).toEqual(body.length === 0 ? [] : expect.arrayContaining([type]));
  const schema = content[type]?.schema;
  if (!schema) return;
  const ajv = formats.default(new Ajv2020({ strict: false, allErrors: true }));
  const validate = ajv.compile(schema);
  validate(json());
  expect(validate.errors).toBeNull();
}
