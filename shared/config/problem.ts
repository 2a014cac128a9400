/** One thing wrong in the configuration file, for the person who wrote it. Never contains a secret. */
export interface ConfigProblem {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** Where, in words: `teams > entry 2 (shop) > costCenter`. */
  readonly path: string;
  /** What is wrong there, to be read after the path: `is missing`. */
  readonly message: string;
  /** One or two sentences that say what to do. */
  readonly remedy: string;
}

/** What is wrong, before it is known where in the file that stands. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  /** Whether the key or its value is at fault. */
  readonly part: 'key' | 'value';
  readonly message: string;
  readonly remedy: string;
}

/** Writes a problem as one line that editors and terminals can jump to. */
export function formatProblem(problem: ConfigProblem, file: string): string {
  const { line, column, path, message, remedy } = problem;
  return `${file}:${line}:${column}: ${path} ${message}. ${remedy}`;
}

/** Shows a value in a message: short, on one line, and not at all when it could carry a secret. */
export function quoteValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? 'nothing';
  if (value.includes('://') || value.includes('sig=')) return 'this value';
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}
