import { type Day, dayOf } from '../../model/time.ts';

/** One answer of an API, taken out of whatever it was recorded in. */
export interface Answer {
  /** The file, and the number of the exchange in it where it holds several: `cassette.json#2`. */
  readonly place: string;
  readonly payload: unknown;
  /** The request's URL or path; `''` when it was not recorded. */
  readonly uri: string;
  /** The request's body, parsed where it is JSON; undefined when it was not recorded. */
  readonly body: unknown;
  /** The day on which the server answered, by its Date header. */
  readonly recordedOn: Day | undefined;
  /** True for an example of a published specification: fit to be read, and nobody's cost. */
  readonly isExample: boolean;
}

/** Tells plain objects from everything else. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Takes the answers out of a document: the exchanges of a vcr cassette (JSON or YAML), `{request, body}`
 * and `{_note, …}` notes around a payload, published API examples, or the payload itself. Exchanges that
 * failed or answered nothing hold no payload.
 */
export function unwrapAnswers(document: unknown, file: string): readonly Answer[] {
  const exchanges = isRecord(document) ? document.interactions : undefined;
  if (!Array.isArray(exchanges))
    return unwrapNote(document, {
      place: file,
      uri: '',
      body: undefined,
      recordedOn: undefined,
      isExample: false,
    });
  return exchanges.flatMap((exchange: unknown, index) => unwrapExchange(exchange, `${file}#${index + 1}`));
}

type Context = Omit<Answer, 'payload'>;

function unwrapExchange(exchange: unknown, place: string): readonly Answer[] {
  if (!isRecord(exchange) || !isRecord(exchange.response)) return [];
  const { request, response } = exchange;
  const status = isRecord(response.status) ? Number(response.status.code) : Number(response.status ?? 200);
  if (status >= 400) return [];
  const body = 'body' in response ? innerBody(response.body) : response;
  return unwrapNote(textOrJson(body), {
    place,
    ...readRequest(request),
    recordedOn: readDate(response.headers),
    isExample: false,
  });
}

/** Cassettes put the body under `data` (parsed) or `string` (as sent). */
function innerBody(body: unknown): unknown {
  if (!isRecord(body)) return body;
  if ('data' in body && Object.keys(body).length === 1) return body.data;
  return 'string' in body ? body.string : body;
}

function unwrapNote(document: unknown, context: Context): readonly Answer[] {
  if (!isRecord(document))
    return document === undefined || document === '' ? [] : [{ ...context, payload: document }];
  const example =
    isRecord(document.parameters) && isRecord(document.responses) ? document.responses : undefined;
  if (example) return unwrapExample(document.parameters, example, context);
  if (isRecord(document.response) && 'request' in document) return unwrapExchange(document, context.place);
  if (!('body' in document) || !isNote(document)) return [{ ...context, payload: document }];
  const asked =
    'request' in document ? readRequest(document.request) : { uri: context.uri, body: context.body };
  return unwrapNote(textOrJson(document.body), { ...context, ...asked });
}

/** Around a body there is only what tells of its origin: the request, headers, notes. */
function isNote(document: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(document).every((key) => key.startsWith('_') || NOTE_KEYS.has(key.toLowerCase()));
}

const NOTE_KEYS = new Set([
  'body',
  'request',
  'headers',
  'status',
  'statuscode',
  'url',
  'uri',
  'method',
  'note',
  'source',
]);

/** The examples of Azure's published specifications: `{parameters, responses: {"200": {body}}}`. */
function unwrapExample(
  parameters: unknown,
  responses: Readonly<Record<string, unknown>>,
  context: Context,
): readonly Answer[] {
  const ok = isRecord(responses['200']) ? responses['200'].body : undefined;
  if (ok === undefined || !isRecord(parameters)) return [];
  const subscription = parameters.subscriptionId;
  const scope =
    typeof parameters.scope === 'string'
      ? parameters.scope
      : subscription && `/subscriptions/${subscription}`;
  return [
    {
      ...context,
      uri: typeof scope === 'string' ? scope : '',
      body: parameters.parameters,
      isExample: true,
      payload: ok,
    },
  ];
}

function readRequest(request: unknown): { readonly uri: string; readonly body: unknown } {
  if (typeof request === 'string') return { uri: request.replace(/^[A-Z]+\s+/, ''), body: undefined };
  if (!isRecord(request)) return { uri: '', body: undefined };
  const uri = request.uri ?? request.url;
  if (typeof uri !== 'string') return { uri: '', body: textOrJson(request.body ?? request) };
  return { uri, body: textOrJson(request.body) };
}

function textOrJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function readDate(headers: unknown): Day | undefined {
  if (!isRecord(headers)) return undefined;
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'date') ?? [];
  const date = new Date(String(Array.isArray(value) ? value[0] : value));
  return Number.isNaN(date.getTime()) ? undefined : dayOf(date);
}
