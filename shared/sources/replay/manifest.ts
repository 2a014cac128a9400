import { posix } from 'node:path';
import { isRecord } from './answer.ts';

/** What an export's manifest says about one of its files. */
export interface ManifestNote {
  readonly dataset: 'actual' | 'amortized' | undefined;
  /** The manifest of a later run of the same export and period, whose files take the place of this one. */
  readonly replacedBy: string | undefined;
}

interface Run {
  readonly file: string;
  readonly subject: string;
  readonly submitted: string;
  readonly dataset: 'actual' | 'amortized' | undefined;
  readonly blobs: readonly string[];
}

/** Old exports write `_manifest.json`, which tells the files but not what they hold. */
export function isManifestName(file: string): boolean {
  return /(^|\/)_?manifest\.json$/i.test(file);
}

/**
 * Reads the manifests that Cost Management writes last into each run of an export. Runs of the same export
 * and period replace one another; only the files of the latest count. The files of a run lie beside its
 * manifest, whatever container path they had in Azure.
 */
export function readManifests(
  manifests: readonly { readonly file: string; readonly payload: unknown }[],
): (file: string) => ManifestNote | undefined {
  const runs = manifests.flatMap(({ file, payload }) => readRun(file, payload) ?? []);
  const latest = new Map<string, Run>();
  for (const run of runs) {
    const known = latest.get(run.subject);
    if (!known || run.submitted > known.submitted) latest.set(run.subject, run);
  }
  const notes = new Map<string, ManifestNote>();
  for (const run of runs) {
    const newest = latest.get(run.subject);
    const replacedBy = newest && newest !== run ? newest.file : undefined;
    for (const blob of run.blobs) notes.set(blob, { dataset: run.dataset, replacedBy });
  }
  return (file) => notes.get(file);
}

function readRun(file: string, payload: unknown): Run | undefined {
  if (!isRecord(payload) || !Array.isArray(payload.blobs)) return undefined;
  const config = isRecord(payload.exportConfig) ? payload.exportConfig : {};
  const info = isRecord(payload.runInfo) ? payload.runInfo : {};
  const folder = posix.dirname(file);
  const blobs = payload.blobs.flatMap((blob: unknown) =>
    isRecord(blob) && typeof blob.blobName === 'string'
      ? [posix.join(folder, posix.basename(blob.blobName))]
      : [],
  );
  const name = config.resourceId ?? config.exportName;
  const type = String(config.type ?? '').toLowerCase();
  return {
    file,
    subject: name === undefined ? file : `${String(name)}|${String(info.startDate ?? '')}`.toLowerCase(),
    submitted: String(info.submittedTime ?? ''),
    dataset: type === 'actualcost' ? 'actual' : type === 'amortizedcost' ? 'amortized' : undefined,
    blobs,
  };
}
