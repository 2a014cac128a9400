import type { Reader } from '../../access/reader.ts';

/** A page as somebody asks for it. */
export interface PageRequest {
  readonly reader: Reader;
  /** Parameters that pick what the page shows: the drill-down, filters, order. What is unknown in them is ignored. */
  readonly query: URLSearchParams;
  /** Path of the report without those parameters, such as `/api/reports/chargeback/2026-10?team=shop`. */
  readonly address: string;
}

export type Parameters = Readonly<Record<string, string | undefined>>;

/** The address with these parameters in addition to its own; undefined ones are left out. */
export function linkTo(address: string, parameters: Parameters): string {
  const cut = address.indexOf('?');
  const path = cut < 0 ? address : address.slice(0, cut);
  const query = new URLSearchParams(cut < 0 ? '' : address.slice(cut + 1));
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The parameters that a form at the address has to carry along, because a GET form drops those of its address. */
export function parametersOfAddress(address: string): readonly (readonly [name: string, value: string])[] {
  const cut = address.indexOf('?');
  return cut < 0 ? [] : [...new URLSearchParams(address.slice(cut + 1))];
}

/** The path of an address, without parameters. */
export function pathOf(address: string): string {
  return address.split('?', 1)[0] ?? address;
}
