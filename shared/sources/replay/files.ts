import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PurserError } from '../../model/errors.ts';
import { readExport } from '../exports/export.ts';
import { unwrapAnswers } from './answer.ts';
import { readContent } from './document.ts';
import { listFiles } from './folder.ts';
import { isManifestName, type ManifestNote, readManifests } from './manifest.ts';
import { emptyReading, type FileReading, readAnswer } from './reading.ts';
import { type FileSettings, type FindSettings, readSettings, SETTINGS_FILE } from './settings.ts';

/** Every file of a folder, read as far as it can be. */
export interface FolderReading {
  readonly readings: readonly FileReading[];
  readonly settings: FindSettings;
  readonly setAside: readonly { readonly file: string; readonly reason: string }[];
}

/** Assumed where neither a payload nor `replay.yaml` names a currency; the producers' own default. */
const ASSUMED_CURRENCY = 'USD';

/**
 * Reads every file of a folder by its content. A file that cannot be read leaves its reason; only the
 * folder itself and its `replay.yaml` can fail.
 * @throws SourceError notFound; ConfigurationError
 */
export async function readFolder(directory: string): Promise<FolderReading> {
  const files = await listFiles(directory);
  const settings = readSettings(
    files.includes(SETTINGS_FILE) ? await readFile(join(directory, SETTINGS_FILE), 'utf8') : '',
  );
  const noteOf = await readManifestNotes(directory, files);
  const readings: FileReading[] = [];
  const setAside: { file: string; reason: string }[] = [];
  for (const file of files) {
    if (file === SETTINGS_FILE) continue;
    const own = settings(file);
    const note = noteOf(file);
    if (own.ignore) setAside.push({ file, reason: `${SETTINGS_FILE} says so` });
    else if (note?.replacedBy) setAside.push({ file, reason: `${note.replacedBy} is of a later run` });
    else readings.push(await readOne(directory, file, own, note));
  }
  return { readings, settings, setAside };
}

async function readManifestNotes(
  directory: string,
  files: readonly string[],
): Promise<(file: string) => ManifestNote | undefined> {
  const manifests: { file: string; payload: unknown }[] = [];
  for (const file of files.filter(isManifestName)) {
    const content = await readContent(join(directory, file), file).catch(() => undefined);
    if (content?.kind === 'documents') manifests.push({ file, payload: content.documents[0] });
  }
  return readManifests(manifests);
}

async function readOne(
  directory: string,
  file: string,
  settings: FileSettings,
  note: ManifestNote | undefined,
): Promise<FileReading> {
  const reading = emptyReading(file);
  try {
    const content = await readContent(join(directory, file), file);
    if (content.kind === 'unknown') reading.reasons.push(content.reason);
    else if (content.kind === 'export') await readExportFile(reading, join(directory, file), settings, note);
    else readDocuments(reading, content.documents, settings);
  } catch (error) {
    reading.reasons.push(reasonOf(error));
  }
  return reading;
}

async function readExportFile(
  reading: FileReading,
  path: string,
  settings: FileSettings,
  note: ManifestNote | undefined,
): Promise<void> {
  const content = await readExport(path, {
    name: reading.file,
    dataset: settings.metric ?? note?.dataset,
    currency: settings.currency ?? ASSUMED_CURRENCY,
  });
  const { effective, billed } = content.rows;
  reading.warnings.push(...content.warnings);
  reading.aksResourceGroups.push(...content.aksResourceGroups);
  const what = content.dataset === 'unknown-metric' ? 'cost export' : `${content.dataset} cost export`;
  reading.takenFor.push(`${what} (${Math.max(effective.length, billed.length)} rows)`);
  if (content.dataset === 'unknown-metric') {
    reading.costs.push({
      place: reading.file,
      metrics: ['effective', 'billed'],
      rows: effective,
      warnings: [],
    });
    return;
  }
  if (effective.length > 0)
    reading.costs.push({ place: reading.file, metrics: ['effective'], rows: effective, warnings: [] });
  if (billed.length > 0)
    reading.costs.push({ place: reading.file, metrics: ['billed'], rows: billed, warnings: [] });
}

function readDocuments(reading: FileReading, documents: readonly unknown[], settings: FileSettings): void {
  const answers = documents.flatMap((document) => unwrapAnswers(document, reading.file));
  if (answers.length === 0) reading.reasons.push('it holds no answer');
  for (const answer of answers) {
    try {
      readAnswer(reading, answer, settings, ASSUMED_CURRENCY);
    } catch (error) {
      reading.reasons.push(reasonOf(error));
    }
  }
}

/** Nothing that a payload contains may stop the folder from being read. */
function reasonOf(error: unknown): string {
  if (error instanceof PurserError) return error.message;
  return `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}
