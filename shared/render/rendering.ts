/** Every form a report can take. `card` is an Adaptive Card, `journal` a balanced CSV for the ledger. */
export const FORMATS = ['html', 'text', 'json', 'csv', 'xlsx', 'journal', 'card'] as const;
export type Format = (typeof FORMATS)[number];

/** One rendered report. */
export interface Rendering {
  readonly format: Format;
  readonly contentType: string;
  /** A name a person would choose, safe for any file system and mail header. */
  readonly fileName: string;
  readonly body: Uint8Array;
}
