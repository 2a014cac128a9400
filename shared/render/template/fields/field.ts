/**
 * What a field of a view holds, in words. A view's fields are described in its own shape, and the compiler holds one
 * against the other: what templates are checked against, and documented from, cannot be out of date.
 */
export type Field = string | Group | List;

/** Fields inside a field. */
export interface Group {
  readonly about: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** Entries that are alike. */
export interface List {
  readonly about: string;
  readonly each: Field;
}

/** The description that a value of a view must have; of one that can be null, what it is when it is there. */
export type Described<Value> = [NonNullable<Value>] extends [string | number | boolean]
  ? string
  : NonNullable<Value> extends readonly (infer Item)[]
    ? { readonly about: string; readonly each: Described<Item> }
    : { readonly about: string; readonly fields: DescribedFields<NonNullable<Value>> };

export type DescribedFields<View> = { readonly [Name in keyof View]-?: Described<View[Name]> };

export function isGroup(field: Field): field is Group {
  return typeof field === 'object' && 'fields' in field;
}

export function isList(field: Field): field is List {
  return typeof field === 'object' && 'each' in field;
}
