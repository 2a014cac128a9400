import { z } from 'zod';
import { parseArmId, toArmId } from '../../model/estate.ts';
import type { Assessment, Cve } from '../../model/governance.ts';
import type { Instant } from '../../model/time.ts';
import { type DetailedCve, hasFix, looseSeverity, readCves } from './cve.ts';
import { IGNORE, looseText, looseTexts, type Note, readPart } from './lenient.ts';
import { looseLink } from './link.ts';
import { embedded, folded, instant, nameRow, readPayload } from './payload.ts';

const StatusSchema = folded(
  z.object({
    code: z.string().trim().min(1),
    cause: looseText,
    firstevaluationdate: z.unknown().optional(),
  }),
);

/** What must be there: without it nobody knows what the row says of which resource. */
const AssessmentSchema = z.object({
  id: z.string().min(1),
  name: looseText,
  properties: embedded.pipe(
    z.looseObject({
      displayName: looseText,
      status: z.preprocess(
        (value) => (typeof value === 'string' && /^\w+$/.test(value) ? { code: value } : value),
        embedded.pipe(StatusSchema),
      ),
    }),
  ),
});

const MetadataSchema = folded(
  z.object({ displayname: looseText, severity: looseSeverity, recommendationcategory: looseText }),
);

const DetailsSchema = folded(
  z.object({
    id: looseText,
    resourceid: looseText,
    resourcetype: looseText,
    resourcename: looseText,
  }),
);

const SoftwareSchema = folded(
  z.object({
    softwarename: looseText,
    fixedversion: looseText,
    cvesdetails: z.unknown().optional(),
    scannersdetails: z.unknown().optional(),
  }),
);

/** By scanner: `mdvm`, `agentlessmdvm`. */
const ScannersSchema = z.record(
  z.string(),
  folded(z.object({ fixedversion: looseText, fixstatus: looseText })).catch({
    fixedversion: '',
    fixstatus: '',
  }),
);

const RepositorySchema = folded(z.object({ repositoryname: looseText, tags: looseTexts }));

const ImageSchema = folded(
  z.object({
    digest: looseText,
    indexdigest: looseText,
    tags: looseTexts,
    repositorydetails: RepositorySchema.optional().catch(undefined),
  }),
);

const LinksSchema = folded(z.object({ azureportal: looseLink }));

/**
 * Reads an assessment of Defender for Cloud as a `securityresources` row or as REST gives it: the classic
 * recommendations, and since July 2026 one for each software of each image, whose CVEs are JSON in a string.
 * Only its id and its state must be readable; every other part is noted where it is not, and left out.
 * @returns undefined for what is healthy or does not apply; exempt ones are kept as such, and so is a state
 *   that Azure may add one day, as unhealthy
 * @throws SourceError `malformed`
 */
export function parseAssessment(row: unknown, note: Note = IGNORE): Assessment | undefined {
  const where = { source: 'Defender for Cloud, assessment', scope: nameRow(row) };
  const { id, name, properties } = readPayload(AssessmentSchema, row, where);
  const status = readStatus(properties.status, note);
  if (status === undefined) return undefined;
  const metadata = readPart(MetadataSchema, properties.metadata, 'the metadata', note);
  const details = readPart(DetailsSchema, properties.resourceDetails, 'what it is about', note);
  const resourceId = toArmId(details?.id || details?.resourceid || stripAssessment(id));
  const software = readSoftware(properties, resourceId, details?.resourcename ?? '', note);
  return {
    id: toArmId(id),
    key: (name || (id.split('/').at(-1) ?? '')).toLowerCase(),
    title: properties.displayName || (metadata?.displayname ?? ''),
    severity: metadata?.severity ?? 'unknown',
    category: metadata?.recommendationcategory ?? '',
    resourceId,
    resourceType: details?.resourcetype.toLowerCase() || parseArmId(resourceId).type,
    status,
    firstEvaluatedAt: readInstant(properties.status.firstevaluationdate, 'the day of its first sight', note),
    ...(software === undefined ? {} : { software }),
    ...UNGOVERNED,
    link: readPart(LinksSchema, properties.links, 'the link', note)?.azureportal ?? '',
  };
}

/** What an assessment has while no governance rule names anybody. */
export const UNGOVERNED = {
  dueOn: undefined,
  owner: '',
  gracePeriod: false,
  promisedOn: undefined,
} as const;

/**
 * Reads the state of an assessment or sub-assessment.
 * @returns undefined for what is healthy or does not apply
 */
export function readStatus(
  status: { readonly code: string; readonly cause: string },
  note: Note,
): Assessment['status'] | undefined {
  const code = status.code.toLowerCase();
  if (code === 'healthy') return undefined;
  if (code === 'notapplicable') return status.cause.toLowerCase() === 'exempt' ? 'exempt' : undefined;
  if (code !== 'unhealthy') note(`the state "${code.slice(0, 40)}" is unknown and counts as unhealthy`);
  return 'unhealthy';
}

/** A point in time that the rest can do without. */
export function readInstant(value: unknown, name: string, note: Note): Instant | undefined {
  return readPart(instant, value, name, note);
}

/** An assessment hangs below what it is about. */
function stripAssessment(id: string): string {
  return id.replace(/\/providers\/microsoft\.security\/assessments\/.*$/i, '');
}

function readSoftware(
  properties: Readonly<Record<string, unknown>>,
  resourceId: string,
  resourceName: string,
  note: Note,
): Assessment['software'] {
  const data = readPart(SoftwareSchema, properties.additionalData, 'the software', note);
  if (!data || (data.softwarename === '' && data.cvesdetails === undefined)) return undefined;
  const image = readPart(ImageSchema, properties.resourceAdditionalData, 'the image', note);
  const cves = readCves(data.cvesdetails, note) ?? [];
  return {
    name: data.softwarename,
    fixedVersion: data.fixedversion || findFixedVersion(data.scannersdetails, cves, note),
    repository: image?.repositorydetails?.repositoryname || resourceName,
    digest: image?.digest || (/sha256:[0-9a-f]{64}/.exec(resourceId)?.[0] ?? ''),
    indexDigest: image?.indexdigest ?? '',
    tags: [...new Set([...(image?.tags ?? []), ...(image?.repositorydetails?.tags ?? [])])].sort(),
    cves: cves.map(dropFixedVersion),
  };
}

/** Where the software leaves its fixed version out, its scanners or its CVEs may say it. */
function findFixedVersion(scanners: unknown, cves: readonly DetailedCve[], note: Note): string {
  const told = Object.values(readPart(ScannersSchema, scanners, 'what the scanners found', note) ?? {});
  const versions = told
    .filter(({ fixedversion, fixstatus }) => hasFix(fixstatus, fixedversion))
    .map(({ fixedversion }) => fixedversion);
  const ofCves = cves.filter((cve) => cve.fixAvailable).map((cve) => cve.fixedVersion);
  const [found] = [versions, ofCves].map((list) => [...new Set(list.filter(Boolean))].sort()).filter(hasAny);
  return (found ?? []).join(', ');
}

function hasAny(list: readonly string[]): boolean {
  return list.length > 0;
}

function dropFixedVersion({ fixedVersion: _, ...cve }: DetailedCve): Cve {
  return cve;
}
