import { ConfigurationError } from '../../shared/model/errors.ts';

/** A route template such as `api/reports/{kind}/{period?}`. */
export interface Route {
  readonly template: string;
  readonly segments: readonly Segment[];
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'parameter' | 'rest';
      readonly name: string;
      readonly optional: boolean;
      readonly constraints: readonly Constraint[];
    };

type Constraint = (value: string) => boolean;

/** ASP.NET's inline constraints (Microsoft Learn, "Routing in ASP.NET Core"), those that need no more than the text. */
const CONSTRAINTS: Readonly<Record<string, (argument: string) => Constraint>> = {
  int: () => (value) => /^-?\d{1,10}$/.test(value) && Math.abs(Number(value)) <= 2_147_483_647,
  long: () => (value) => /^-?\d{1,19}$/.test(value),
  decimal: () => (value) => /^-?\d+(\.\d+)?$/.test(value),
  double: () => (value) => /^-?\d+(\.\d+)?$/.test(value),
  bool: () => (value) => /^(true|false)$/i.test(value),
  guid: () => (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  datetime: () => (value) => !Number.isNaN(Date.parse(value)),
  alpha: () => (value) => /^[a-z]*$/i.test(value),
  required: () => (value) => value !== '',
  length: (argument) => within(argument, (value) => value.length),
  minlength: (argument) => (value) => value.length >= Number(argument),
  maxlength: (argument) => (value) => value.length <= Number(argument),
  min: (argument) => (value) => Number(value) >= Number(argument),
  max: (argument) => (value) => Number(value) <= Number(argument),
  range: (argument) => within(argument, Number),
  regex: (argument) => (value) => new RegExp(argument, 'i').test(value),
};

/**
 * Reads a template of text segments, `{name}`, `{name?}`, `{*rest}` and inline constraints.
 * @throws ConfigurationError for what ASP.NET has besides: defaults, and segments that mix text and parameters
 */
export function parseRoute(template: string, place: string): Route {
  const segments = template
    .split('/')
    .filter((text) => text !== '')
    .map((text) => parseSegment(text, place));
  const early = segments.findIndex((segment) => segment.kind === 'rest' || isOptional(segment));
  if (early >= 0 && early < segments.length - 1) {
    throw badRoute(place, template, 'an optional or catch-all parameter has to be the last');
  }
  return { template, segments };
}

/**
 * The parameters when the path fits; undefined otherwise. Text is compared without regard to case.
 * @param path the segments of the path, decoded
 */
export function matchRoute(
  route: Route,
  path: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of route.segments.entries()) {
    const value = segment.kind === 'rest' ? path.slice(index).join('/') : path[index];
    if (segment.kind === 'literal') {
      if (value?.toLowerCase() !== segment.text.toLowerCase()) return undefined;
    } else if (value === undefined || value === '') {
      if (!segment.optional) return undefined;
    } else {
      if (!segment.constraints.every((holds) => holds(value))) return undefined;
      parameters[segment.name] = value;
    }
  }
  const endsOpen = route.segments.at(-1)?.kind === 'rest';
  return endsOpen || path.length <= route.segments.length ? parameters : undefined;
}

/** Orders routes as ASP.NET does: text before parameters with constraints, before plain ones, before catch-all. */
export function compareRoutes(a: Route, b: Route): number {
  const [left, right] = [precedenceOf(a), precedenceOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a.template < b.template ? -1 : a.template > b.template ? 1 : 0;
}

function precedenceOf(route: Route): string {
  return route.segments
    .map((segment) => {
      if (segment.kind === 'literal') return '1';
      const constrained = segment.constraints.length > 0;
      if (segment.kind === 'rest') return constrained ? '4' : '5';
      return constrained ? '2' : '3';
    })
    .join('');
}

function parseSegment(text: string, place: string): Segment {
  if (!/[{}]/.test(text)) return { kind: 'literal', text };
  const match = /^\{(?<stars>\*{0,2})(?<name>\w+)(?<constraints>(?::\w+(?:\(.*?\))?)*)(?<mark>\??)\}$/.exec(
    text,
  );
  if (!match?.groups) throw badRoute(place, text, 'it is neither text nor one parameter');
  const { stars, name = '', constraints = '', mark } = match.groups;
  return {
    kind: stars === '' ? 'parameter' : 'rest',
    name,
    optional: mark === '?' || stars !== '',
    constraints: [...constraints.matchAll(/:(\w+)(?:\((.*?)\))?(?=:|$)/g)].map(
      ([, kind = '', argument = '']) => {
        const create = CONSTRAINTS[kind.toLowerCase()];
        if (!create) throw badRoute(place, text, `the local host knows no constraint "${kind}"`);
        return create(argument);
      },
    ),
  };
}

function isOptional(segment: Segment): boolean {
  return segment.kind !== 'literal' && segment.optional;
}

function within(argument: string, measure: (value: string) => number): Constraint {
  const [lowest = 0, highest = lowest] = argument.split(',').map(Number);
  return (value) => measure(value) >= lowest && measure(value) <= highest;
}

function badRoute(place: string, text: string, why: string): ConfigurationError {
  return new ConfigurationError(
    `${place}: the route "${text}" cannot be used: ${why}.`,
    'Correct the route.',
  );
}
