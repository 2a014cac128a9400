import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import { looksLikeExport } from '../exports/columns.ts';
import { detectKind, probeText } from '../exports/file.ts';

/** What a file turned out to hold before anybody looks at what it means. */
export type FileContent =
  | { readonly kind: 'export' }
  | { readonly kind: 'documents'; readonly documents: readonly unknown[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** JSON is held in memory whole; a payload of this size was put together by hand. */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;

/**
 * Looks into a file: a table that is a cost export, or JSON or YAML documents, gzipped or not. The bytes
 * decide; only YAML is also asked by its name, since any prose is YAML.
 */
export async function readContent(path: string, name: string): Promise<FileContent> {
  const { size } = await stat(path);
  if (size === 0) return unknown('it is empty');
  const kind = await detectKind(path);
  if (kind === 'parquet') return { kind: 'export' };
  if (await isExport(path, kind === 'csv.gz')) return { kind: 'export' };
  if (size > LARGEST_DOCUMENT) return unknown('it is no cost export, and too large for anything else');
  const bytes = await readFile(path);
  const text = decode(kind === 'csv.gz' ? gunzipSync(bytes) : bytes);
  if (/^\s*[[{]/.test(text)) return readJson(text);
  if (/\.ya?ml(\.gz)?$/i.test(name)) return readYamlDocuments(text);
  return unknown('it is neither JSON, nor YAML, nor a cost export');
}

async function isExport(path: string, gzip: boolean): Promise<boolean> {
  const { headers } = await probeText(path, gzip, { source: 'replay folder', scope: path });
  return looksLikeExport(headers);
}

/** PowerShell's redirection writes UTF-16; byte order marks are no part of a payload. */
function decode(bytes: Buffer): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(wide ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '');
}

function readJson(text: string): FileContent {
  try {
    return { kind: 'documents', documents: [JSON.parse(text)] };
  } catch (error) {
    return unknown(
      `it begins like JSON and is none: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function readYamlDocuments(text: string): FileContent {
  const documents = [...parseAllDocuments(text, { logLevel: 'silent' })];
  const fault = documents.flatMap((document) => document.errors)[0];
  if (fault) return unknown(`it is not valid YAML: ${fault.message.split('\n')[0] ?? ''}`);
  return { kind: 'documents', documents: documents.map((document) => document.toJS({ maxAliasCount: 100 })) };
}

function unknown(reason: string): FileContent {
  return { kind: 'unknown', reason };
}
