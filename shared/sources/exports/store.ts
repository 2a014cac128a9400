/** A file of an export as a listing tells of it. */
export interface StoredFile {
  /** Path below the container or folder, with forward slashes. */
  readonly name: string;
  readonly bytes: number;
}

/** Where exports lie: a Blob container, or a folder with the same paths. */
export interface ExportStore {
  /**
   * Lists what lies under the configured directory, by name.
   * @throws SourceError
   */
  list(): Promise<readonly StoredFile[]>;
  /**
   * Reads a small text file, a manifest.
   * @throws SourceError
   */
  readText(name: string): Promise<string>;
  /**
   * Gives a file a path on this machine for as long as `use` runs.
   * @param bytes what the listing said of its size
   * @throws SourceError
   */
  withFile<Result>(name: string, use: (path: string) => Promise<Result>): Promise<Result>;
}

/** Names a file in messages: no control characters, and of a long path only its end, which tells runs apart. */
export function showName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.length > 120 ? `…${line.slice(-119)}` : line;
}

/** Makes a configured directory a prefix of names: `` or `exports/daily/`. */
export function toPrefix(directory: string): string {
  const path = directory.replaceAll('\\', '/').replace(/^\/+|\/+$/g, '');
  return path === '' ? '' : `${path}/`;
}
