import type { DuckDBConnection } from '@duckdb/node-api';

/** A DuckDB of its own in memory, for the time that one file or one month takes to read. */
export interface Database {
  readonly connection: DuckDBConnection;
  close(): void;
}

/** Threads that read and sum at once; a function app instance has one or two processors. */
const THREADS = '2';

/**
 * Opens a database. DuckDB itself is loaded here and not before: it is large, and most runs read no export.
 * @param memory what DuckDB may hold before it moves data to `spillFolder`, such as `256MB`
 * @param spillFolder a folder that the caller removes; without one nothing can be moved out
 */
export async function openDatabase(memory: string, spillFolder?: string): Promise<Database> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    threads: THREADS,
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
