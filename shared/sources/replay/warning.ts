/** Something odd; `place` is the file or the exchange in it, `''` when it is about the folder as a whole. */
export interface Warning {
  readonly place: string;
  readonly warning: string;
}
