import { z } from 'zod';
import type { Cve, Severity } from '../../model/governance.ts';
import { looseFlag, looseText, type Note, readPart } from './lenient.ts';
import { decimal, folded } from './payload.ts';

const SEVERITIES: ReadonlySet<string> = new Set(['critical', 'high', 'medium', 'low']);
/** Deepest nesting in which a score is looked for: `[{Value: {Base}}]` and `{"3.0": {base}}` are two deep. */
const DEEPEST_SCORE = 3;

/** Whole repositories have neither severity nor score; a word that Azure may add one day is no reason to stop. */
export const looseSeverity = looseText.transform((text): Severity => {
  const word = text.trim().toLowerCase();
  return SEVERITIES.has(word) ? (word as Severity) : 'unknown';
});

const ExploitSchema = folded(
  z.object({
    isinexploitkit: looseFlag,
    // The same two facts in the two spellings that Azure has.
    ispubliclydisclosed: looseFlag,
    exploitstepspublished: looseFlag,
    isverified: looseFlag,
    exploitstepsverified: looseFlag,
  }),
);

const CveSchema = folded(
  z.object({
    cveid: z.string().trim().min(1).max(100),
    severity: looseSeverity,
    cvss: z.unknown().optional(),
    fixstatus: looseText,
    fixedversion: looseText,
    exploitabilitydetails: z.unknown().optional(),
    exploitabilityassessment: z.unknown().optional(),
  }),
);

/** A CVE with the version that fixes it, which its software may leave out. */
export interface DetailedCve extends Cve {
  readonly fixedVersion: string;
}

/**
 * Reads `CvesDetails`: JSON in a string by the documentation, a list, a map or a single one in the wild. One
 * that cannot be read is noted and costs no other. One CVE may be listed once for each scanner; it counts
 * once, with the worse of what they say.
 * @returns sorted by id; undefined when the whole cannot be read
 */
export function readCves(details: unknown, note: Note): readonly DetailedCve[] | undefined {
  if (details === undefined || details === null) return [];
  const list = readPart(CveListSchema, details, 'the list of CVEs', note);
  if (list === undefined) return details === '' ? [] : undefined;
  const cves = new Map<string, DetailedCve>();
  for (const entry of list) {
    const cve = readCve(entry, note);
    if (cve) cves.set(cve.id, mergeCves(cves.get(cve.id), cve));
  }
  return [...cves.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

const CveListSchema = z.union([
  z.array(z.unknown()),
  z
    .record(z.string(), z.unknown())
    .transform((map) =>
      Object.keys(map).some((key) => key.toLowerCase() === 'cveid') ? [map] : Object.values(map),
    ),
]);

/** Reads one CVE of either model: the individual recommendations' and the sub-assessments'. */
export function readCve(entry: unknown, note: Note): DetailedCve | undefined {
  const detail = readPart(CveSchema, entry, 'a CVE', note);
  if (!detail) return undefined;
  const exploit = readPart(
    ExploitSchema,
    detail.exploitabilitydetails ?? detail.exploitabilityassessment,
    'what is known of exploits',
    note,
  );
  return {
    id: detail.cveid,
    severity: detail.severity,
    cvss: findScore(detail.cvss),
    fixAvailable: hasFix(detail.fixstatus, detail.fixedversion),
    exploited: exploit ? Object.values(exploit).includes(true) : false,
    fixedVersion: detail.fixedversion,
  };
}

/** `FixAvailable`, `NoFixAvailable…`, `WillNotFix`; where it is silent, a fixed version speaks. */
export function hasFix(status: string, fixedVersion: string): boolean {
  return status === '' ? fixedVersion !== '' : /^fix\s*available/i.test(status.trim());
}

function mergeCves(known: DetailedCve | undefined, next: DetailedCve): DetailedCve {
  if (!known) return next;
  const scores = [known.cvss, next.cvss].filter((score) => score !== undefined);
  return {
    id: known.id,
    severity: known.severity === 'unknown' ? next.severity : known.severity,
    cvss: scores.length === 0 ? undefined : Math.max(...scores),
    fixAvailable: known.fixAvailable || next.fixAvailable,
    exploited: known.exploited || next.exploited,
    fixedVersion: known.fixedVersion || next.fixedVersion,
  };
}

/** The highest base score, in whatever shape the scores come; undefined for an empty or missing one. */
function findScore(value: unknown, depth = 0): number | undefined {
  if (depth > DEEPEST_SCORE || typeof value !== 'object' || value === null) return undefined;
  const scores = Object.entries(value).flatMap(([key, entry]) => {
    const score = key.toLowerCase() === 'base' ? decimal.safeParse(entry).data : findScore(entry, depth + 1);
    return score === undefined || !Number.isFinite(score) ? [] : [score];
  });
  return scores.length === 0 ? undefined : Math.max(...scores);
}
