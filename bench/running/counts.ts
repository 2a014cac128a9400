/** What one run of the local machine took. */
export interface Counts {
  /** By the name of requestNames.ts; `bytes` is what was sent. */
  readonly requests: Readonly<Record<string, { readonly count: number; readonly bytes: number }>>;
  /** By function. */
  readonly invocations: Readonly<Record<string, { readonly count: number; readonly seconds: number }>>;
}
