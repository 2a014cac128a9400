import { availableParallelism } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';

/** A DuckDB of its own in memory, for the time that one file or one month takes to read. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Each thread takes memory of its own. */
const MOST_THREADS = 4;

/** Threads that read and sum at once: one more of a gzip than there are processors, as unzipping holds one up. */
export function countThreads(gzip: boolean): number {
  return Math.min(availableParallelism() + (gzip ? 1 : 0), MOST_THREADS);
}

/**
 * Opens a database. DuckDB itself is loaded here and not before: it is large, and most runs read no export.
 * @param memory what DuckDB may hold before it moves data to `spillFolder`, such as `256MB`
 * @param spillFolder a folder that the caller removes; without one nothing can be moved out
 */
export async function openDatabase(memory: string, spillFolder?: string): Promise<Database> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(countThreads(false)),
    memory_limit: memory,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(spillFolder !== undefined && { temp_directory: spillFolder, preserve_insertion_order: 'false' }),
  });
  try {
    const connection = await instance.connect();
    return {
      connection,
      close() {
        connection.closeSync();
        instance.closeSync();
      },
    };
  } catch (cause) {
    instance.closeSync();
    throw cause;
  }
}
