import type { ExportPlace } from '../../config/schema.ts';
import { SourceError } from '../../model/errors.ts';
import { compareText } from '../../model/order.ts';
import type { Day, Period } from '../../model/time.ts';
import { isManifestName, parseManifest, type Run } from './manifest.ts';
import type { ExportStore } from './store.ts';

/** A run that counts, and where its files lie. */
export interface Candidate {
  readonly run: Run;
  readonly store: ExportStore;
  /** Bytes of each file of the store, by name. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** What lies in the configured places for one month. */
export interface Candidates {
  /** By name of the export, then from the latest run to the earliest. */
  readonly found: readonly Candidate[];
  readonly problems: readonly SourceError[];
  readonly warnings: readonly string[];
}

/**
 * Finds the runs of a month by their manifests, wherever these lie. Of several runs of one export a later one
 * takes the place of every earlier one whose days of the month it covers.
 */
export async function findCandidates(
  places: readonly ExportPlace[],
  openStore: (place: ExportPlace) => ExportStore,
  month: Period,
): Promise<Candidates> {
  const problems: SourceError[] = [];
  const warnings: string[] = [];
  const all: Candidate[] = [];
  const report = (error: unknown): void => {
    if (!(error instanceof SourceError)) throw error;
    problems.push(error);
  };
  for (const place of places) {
    try {
      const store = openStore(place);
      const files = await store.list();
      const sizes = new Map(files.map((file) => [file.name, file.bytes]));
      for (const { name } of files.filter((file) => isManifestName(file.name))) {
        try {
          const parsed = parseManifest(name, await store.readText(name), place.name);
          if (parsed.kind === 'legacy') warnings.push(parsed.warning);
          if (parsed.kind !== 'run') continue;
          if (parsed.run.from <= month.to && parsed.run.to >= month.from)
            all.push({ run: parsed.run, store, sizes });
        } catch (error) {
          report(error);
        }
      }
    } catch (error) {
      report(error);
    }
  }
  all.sort(
    (a, b) =>
      compareText(a.run.name, b.run.name) ||
      compareText(a.run.subject, b.run.subject) ||
      b.run.submitted.getTime() - a.run.submitted.getTime() ||
      compareText(a.run.manifest, b.run.manifest),
  );
  return { found: dropReplaced(all, month), problems, warnings };
}

function dropReplaced(candidates: readonly Candidate[], month: Period): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    const own = clipToMonth(candidate.run, month);
    const replaced = kept.some(({ run }) => {
      const later = clipToMonth(run, month);
      return run.subject === candidate.run.subject && later.from <= own.from && later.to >= own.to;
    });
    if (!replaced) kept.push(candidate);
  }
  return kept;
}

/** The days of the month that a run is of. */
export function clipToMonth(run: Run, month: Period): { readonly from: Day; readonly to: Day } {
  return { from: run.from > month.from ? run.from : month.from, to: run.to < month.to ? run.to : month.to };
}
