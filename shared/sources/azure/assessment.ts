import { z } from 'zod';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { Assessment, Cve, Severity } from '../../model/governance.ts';
import {
  decimal,
  embedded,
  flag,
  folded,
  nameRow,
  optionalInstant,
  optionalText,
  readPayload,
} from './payload.ts';

const SEVERITIES: ReadonlySet<string> = new Set(['critical', 'high', 'medium', 'low']);

/** Whole repositories have neither severity nor score; a word that Azure may add one day is no reason to stop. */
const severity = optionalText.transform((text): Severity => {
  const word = text.toLowerCase();
  return SEVERITIES.has(word) ? (word as Severity) : 'unknown';
});

const optionalDecimal = z.union([decimal, z.literal(''), z.null()]).optional();

const CveSchema = folded(
  z.object({
    cveid: z.string().min(1),
    severity,
    cvss: z
      .array(folded(z.object({ value: folded(z.object({ base: optionalDecimal })).nullish() })))
      .nullish(),
    fixstatus: optionalText,
    fixedversion: optionalText,
    exploitabilitydetails: folded(
      z.object({
        isinexploitkit: flag,
        ispubliclydisclosed: flag,
        exploitstepspublished: flag,
        isverified: flag,
        exploitstepsverified: flag,
      }),
    ).nullish(),
  }),
);

const SoftwareSchema = folded(
  z.object({
    softwarename: optionalText,
    fixedversion: optionalText,
    cvesdetails: embedded.pipe(z.array(CveSchema).optional()),
  }),
);

const ImageSchema = folded(
  z.object({
    digest: optionalText,
    repositorydetails: folded(z.object({ repositoryname: optionalText })).nullish(),
  }),
);

const AssessmentSchema = z.object({
  id: z.string().min(1),
  name: optionalText,
  properties: z.object({
    displayName: optionalText,
    status: z.object({
      code: z.string().transform((code) => code.toLowerCase()),
      cause: optionalText,
      firstEvaluationDate: optionalInstant,
    }),
    metadata: z
      .object({ displayName: optionalText, severity, recommendationCategory: optionalText })
      .nullish(),
    resourceDetails: folded(
      z.object({
        id: optionalText,
        resourceid: optionalText,
        resourcetype: optionalText,
        resourcename: optionalText,
      }),
    ).nullish(),
    additionalData: SoftwareSchema.nullish(),
    resourceAdditionalData: embedded.pipe(ImageSchema.optional()),
    links: z.object({ azurePortal: optionalText }).nullish(),
  }),
});

type Properties = z.output<typeof AssessmentSchema>['properties'];

/**
 * Reads an assessment of Defender for Cloud as a `securityresources` row or as REST gives it: the classic
 * recommendations, and since July 2026 one for each software of each image, whose CVEs are JSON in a string.
 * @returns undefined for what is healthy or does not apply; exempt ones are kept as such
 * @throws SourceError `malformed`
 */
export function parseAssessment(row: unknown): Assessment | undefined {
  const where = { source: 'Defender for Cloud, assessment', scope: nameRow(row) };
  const { id, name, properties } = readPayload(AssessmentSchema, row, where);
  const status = readStatus(properties);
  if (status === undefined) return undefined;
  const details = properties.resourceDetails;
  const resourceId = toArmId(details?.id || details?.resourceid || stripAssessment(id));
  const software = readSoftware(properties, resourceId);
  return {
    id: toArmId(id),
    key: (name || (id.split('/').at(-1) ?? '')).toLowerCase(),
    title: properties.displayName || (properties.metadata?.displayName ?? ''),
    severity: properties.metadata?.severity ?? 'unknown',
    category: properties.metadata?.recommendationCategory ?? '',
    resourceId,
    resourceType: details?.resourcetype.toLowerCase() || parseArmId(resourceId).type,
    status,
    firstEvaluatedAt: properties.status.firstEvaluationDate,
    ...(software === undefined ? {} : { software }),
    link: readLink(properties.links?.azurePortal ?? ''),
  };
}

function readStatus({ status }: Properties): Assessment['status'] | undefined {
  if (status.code === 'unhealthy') return 'unhealthy';
  return status.code === 'notapplicable' && status.cause.toLowerCase() === 'exempt' ? 'exempt' : undefined;
}

/** An assessment hangs below what it is about. */
function stripAssessment(id: string): string {
  return id.replace(/\/providers\/microsoft\.security\/assessments\/.*$/i, '');
}

function readSoftware(properties: Properties, resourceId: string): Assessment['software'] {
  const data = properties.additionalData;
  if (!data || (data.softwarename === '' && data.cvesdetails === undefined)) return undefined;
  const image = properties.resourceAdditionalData;
  return {
    name: data.softwarename,
    fixedVersion: data.fixedversion,
    repository: image?.repositorydetails?.repositoryname || (properties.resourceDetails?.resourcename ?? ''),
    digest: image?.digest || (/sha256:[0-9a-f]{64}/.exec(resourceId)?.[0] ?? ''),
    cves: readCves(data.cvesdetails ?? []),
  };
}

/** One CVE may be listed once for each scanner; it counts once, sorted by id. */
function readCves(details: readonly z.output<typeof CveSchema>[]): Cve[] {
  const cves = new Map<string, Cve>();
  for (const detail of details) {
    const bases = (detail.cvss ?? [])
      .map((entry) => entry.value?.base)
      .filter((base) => typeof base === 'number');
    const exploit = detail.exploitabilitydetails;
    cves.set(detail.cveid, {
      id: detail.cveid,
      severity: detail.severity,
      cvss: bases.length === 0 ? undefined : Math.max(...bases),
      fixAvailable: hasFix(detail.fixstatus, detail.fixedversion),
      exploited: exploit ? Object.values(exploit).includes(true) : false,
    });
  }
  return [...cves.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** `FixAvailable`, `NoFixAvailable…`, `WillNotFix`; where it is silent, a fixed version speaks. */
function hasFix(status: string, fixedVersion: string): boolean {
  return status === '' ? fixedVersion !== '' : /^fixavailable/i.test(status);
}

/**
 * A link into the portal; Defender leaves out the scheme in some rows.
 * @returns `''` for anything that is no https link
 */
export function readLink(text: string): string {
  const link = /^(www\.)?portal\.azure\.[a-z.]+\//i.test(text) ? `https://${text}` : text;
  return URL.canParse(link) && new URL(link).protocol === 'https:' ? link : '';
}
