/**
 * The part of `@azure/functions-core` that @azure/functions 4.16.5 speaks: read in that package's `src`, and in
 * `types-core/index.d.ts` of Azure/azure-functions-nodejs-worker, which provides the module in Azure.
 * It is no npm package: whoever runs the functions provides it.
 */

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';
export type LogCategory = 'user' | 'system' | 'customMetric';

/** A value on its way between host and functions; exactly one of the fields is set. */
export interface TypedData {
  /** The library parses it as JSON when it can: the text `42` reaches a function as a number. */
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
  readonly http?: HttpData;
}

export interface Nullable<T> {
  readonly value?: T | null;
}

/** An HTTP request (method, url, nullable…) or response (statusCode, headers, cookies). */
export interface HttpData {
  readonly method?: string;
  readonly url?: string;
  readonly nullableHeaders?: Readonly<Record<string, Nullable<string>>>;
  readonly nullableQuery?: Readonly<Record<string, Nullable<string>>>;
  readonly nullableParams?: Readonly<Record<string, Nullable<string>>>;
  readonly body?: TypedData;
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly HttpCookie[];
}

export interface HttpCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: Nullable<string>;
  readonly path?: Nullable<string>;
  readonly expires?: Nullable<{ readonly seconds: number; readonly nanos?: number }>;
  readonly secure?: Nullable<boolean>;
  readonly httpOnly?: Nullable<boolean>;
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  readonly maxAge?: Nullable<number>;
}

/** A trigger, an input or an output of a function, with the options that the app gave it. */
export interface BindingInfo {
  readonly type: string;
  readonly direction: 'in' | 'out';
  readonly [option: string]: unknown;
}

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, BindingInfo>>;
  readonly retryOptions?: unknown;
}

export type FunctionCallback = (...inputsThenContext: readonly unknown[]) => unknown;

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

export interface ParameterBinding {
  readonly name: string;
  readonly data: TypedData;
}

export interface InvocationResponse {
  readonly outputData?: readonly ParameterBinding[];
  readonly returnValue?: TypedData | null;
}

/** What the library is told about one invocation. */
export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly request: {
    readonly invocationId: string;
    readonly inputData: readonly ParameterBinding[];
    readonly triggerMetadata: Readonly<Record<string, TypedData>>;
    readonly traceContext: { readonly traceParent: string; readonly traceState: string };
  };
  readonly metadata: FunctionMetadata;
  /** The library warns about `context.log` outside of these. */
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log(level: LogLevel, category: LogCategory, message: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ readonly context: unknown; readonly inputs: readonly unknown[] }>;
  invokeFunction(context: unknown, inputs: readonly unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface ProgrammingModel {
  readonly name: string;
  readonly version: string;
  /** Locks `app.setup`; the answer has `HttpUri` when the app asked for HTTP streaming. */
  getCapabilities(capabilities: Record<string, string>): Promise<Record<string, string>>;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
}

export const HOOKS = ['appStart', 'appTerminate', 'preInvocation', 'postInvocation', 'log'] as const;
export type HookName = (typeof HOOKS)[number];

/** Hooks read and write this object; what they change counts. */
export type HookContext = Record<string, unknown>;
export type HookCallback = (context: HookContext) => unknown;
