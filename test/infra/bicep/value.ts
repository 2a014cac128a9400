/** What a Bicep expression is known to be without deploying it. */
export type BicepValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'truth'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'list'; readonly items: readonly BicepValue[] }
  /** `open` objects have keys that are computed as well. */
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, BicepValue>; readonly open: boolean }
  /** The value of a loop: a list of what is said of each. */
  | { readonly kind: 'loop'; readonly each: BicepValue }
  /** One of several, whichever a condition or a parameter's `@allowed` takes. */
  | { readonly kind: 'choice'; readonly options: readonly BicepValue[] }
  /** Known when deployed; `type` where the expression tells it. */
  | { readonly kind: 'computed'; readonly type: BicepType | undefined; readonly text: string };

export type BicepType = 'string' | 'int' | 'bool' | 'array' | 'object';

/** A literal or a list of literals as JSON has it; undefined for what is computed. */
export function toPlain(value: BicepValue | undefined): unknown {
  switch (value?.kind) {
    case 'text':
      return value.text;
    case 'number':
    case 'truth':
      return value.value;
    case 'list':
      return value.items.map(toPlain);
    case 'object':
      return Object.fromEntries([...value.entries].map(([name, entry]) => [name, toPlain(entry)]));
    default:
      return undefined;
  }
}

/** The value under a path of names; a list is looked into at a position, a loop at what it says of each. */
export function findValue(value: BicepValue | undefined, ...path: readonly string[]): BicepValue | undefined {
  const [name, ...rest] = path;
  if (value === undefined || name === undefined) return value;
  switch (value.kind) {
    case 'object':
      return findValue(value.entries.get(name), ...rest);
    case 'list':
      return findValue(value.items[Number(name)], ...rest);
    case 'loop':
      return findValue(value.each, ...path);
    default:
      return undefined;
  }
}
