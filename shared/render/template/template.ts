import type { Report } from '../../reports/report.ts';

/** HTML escapes every value; text escapes none, since nothing interprets plain text. */
export type Flavour = 'html' | 'text';

/** A template by its folder and name: a report as mail, or a page that is answered over HTTP. */
export type TemplateName = `mail/${Report['kind']}` | `page/${string}`;

/** Templates that can be filled: Purser's own, or with some of them replaced. */
export interface Templates {
  /** @throws when there is no such template, or it names a field that the view has not */
  fill(name: TemplateName, flavour: Flavour, view: object): string;
}
