import { z } from 'zod';
import { SourceError } from '../../model/errors.ts';
import type { Day } from '../../model/time.ts';
import type { ExportType } from './dataset.ts';
import { parseExportDay } from './row.ts';
import { EXPORT_SOURCE } from './rows.ts';
import { showName } from './store.ts';

/** A file of a run, with what its manifest says of it. */
export interface RunFile {
  readonly name: string;
  readonly bytes: number | undefined;
  readonly rows: number | undefined;
}

/** One run of one export, as its manifest tells of it. */
export interface Run {
  /** What messages call the export. */
  readonly name: string;
  /** What is exported: the resource id without `/providers/Microsoft.CostManagement/…`, in lower case; undefined when not told. */
  readonly scope: string | undefined;
  /** The same for all runs of one export; of those that cover the same days the latest counts. */
  readonly subject: string;
  readonly type: ExportType;
  readonly runId: string;
  readonly from: Day;
  readonly to: Day;
  readonly submitted: Date;
  readonly files: readonly RunFile[];
  /** The manifest. */
  readonly manifest: string;
}

const TYPES: Readonly<Record<string, ExportType>> = {
  focuscost: 'focus',
  actualcost: 'actual',
  amortizedcost: 'amortized',
};

const count = z.coerce.number().int().nonnegative().nullish();
const day = z.string().transform((text, context) => {
  const parsed = parseExportDay(text.trim());
  if (parsed) return parsed;
  context.addIssue({ code: 'custom', message: 'no date' });
  return z.NEVER;
});

/**
 * `manifest.json` as Cost Management writes it last into each run, manifestVersion 2024-04-01; field names
 * from the ingestion of microsoft/finops-toolkit (`StorageData.tmdl`).
 */
const ManifestSchema = z.object({
  blobCount: count,
  exportConfig: z.object({
    exportName: z.string().min(1),
    resourceId: z.string().nullish(),
    type: z.string(),
  }),
  runInfo: z.object({
    submittedTime: z.string().transform((text, context) => {
      const time = new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
      if (!Number.isNaN(time.getTime())) return time;
      context.addIssue({ code: 'custom', message: 'no time' });
      return z.NEVER;
    }),
    runId: z.string().nullish(),
    startDate: day,
    endDate: day,
  }),
  blobs: z.array(z.object({ blobName: z.string().min(1), byteCount: count, dataRowCount: count })),
});

/** `manifest.json`, and what exports made before 2023 call it. */
export function isManifestName(name: string): boolean {
  return /(^|\/)_?manifest\.json$/i.test(name);
}

/** What a manifest turned out to be. */
export type ParsedManifest =
  | { readonly kind: 'run'; readonly run: Run }
  /** An export of price sheets, reservations or the like. */
  | { readonly kind: 'other' }
  /** It does not tell which export it is of, nor of which period. */
  | { readonly kind: 'legacy'; readonly warning: string };

/**
 * Reads a manifest.
 * @throws SourceError malformed
 */
export function parseManifest(name: string, text: string, place: string): ParsedManifest {
  const payload = parseJson(name, text);
  const shown = showName(name);
  if (typeof payload === 'object' && payload !== null && !('exportConfig' in payload)) {
    return {
      kind: 'legacy',
      warning: `${place}: ${shown} does not say which export it is of, so its files are not read. Create the export anew in Cost Management, which then writes a full manifest.`,
    };
  }
  const parsed = ManifestSchema.safeParse(payload);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw malformed(shown, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as expected'}`);
  }
  const { blobCount, exportConfig, runInfo, blobs } = parsed.data;
  const type = TYPES[exportConfig.type.toLowerCase()];
  if (!type) return { kind: 'other' };
  if (typeof blobCount === 'number' && blobCount !== blobs.length) {
    throw malformed(shown, `it promises ${blobCount} blobs and names ${blobs.length}`);
  }
  const resourceId = exportConfig.resourceId?.toLowerCase();
  return {
    kind: 'run',
    run: {
      name: exportConfig.exportName,
      scope: resourceId?.replace(/\/providers\/microsoft\.costmanagement\/exports\/.*$/, ''),
      subject: `${resourceId ?? exportConfig.exportName.toLowerCase()}|${type}`,
      type,
      runId: runInfo.runId ?? '',
      from: runInfo.startDate,
      to: runInfo.endDate,
      submitted: runInfo.submittedTime,
      files: blobs.map(({ blobName, byteCount, dataRowCount }) => ({
        name: blobName.replace(/^\/+/, ''),
        bytes: byteCount ?? undefined,
        rows: dataRowCount ?? undefined,
      })),
      manifest: name,
    },
  };
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw malformed(showName(name), 'it is no JSON');
  }
}

function malformed(scope: string, reason: string): SourceError {
  return new SourceError(
    { source: EXPORT_SOURCE, scope },
    'malformed',
    `the manifest cannot be read: ${reason}`,
    'Run the export again; if it stays so, report this message.',
  );
}
