import { z } from 'zod';
import { toArmId } from '../../model/estate.ts';
import type { Assessment, Cve } from '../../model/governance.ts';
import { readInstant, readStatus, UNGOVERNED } from './assessment.ts';
import { hasFix, looseSeverity, readCve } from './cve.ts';
import { IGNORE, looseFlag, looseText, looseTexts, type Note, readPart } from './lenient.ts';
import { embedded, folded, nameRow, readPayload } from './payload.ts';

const SubAssessmentSchema = z.object({
  id: z.string().min(1),
  properties: embedded.pipe(
    z.looseObject({
      displayName: looseText,
      status: folded(z.object({ code: z.string().trim().min(1), cause: looseText, severity: looseSeverity })),
      timeGenerated: z.unknown().optional(),
      additionalData: embedded.pipe(folded(z.looseObject({ assessedresourcetype: looseText }))),
    }),
  ),
});

const ArtifactSchema = folded(z.object({ repositoryname: looseText, digest: looseText, tags: looseTexts }));

const SoftwareSchema = folded(
  z.object({ packagename: looseText, fixedversion: looseText, fixstatus: looseText }),
);

/** The scanner before Defender Vulnerability Management: one row a vulnerability, several CVEs in it. */
const QualysSchema = folded(
  z.object({
    repositoryname: looseText,
    imagedigest: looseText,
    patchable: looseFlag,
    cve: z.array(folded(z.object({ title: looseText }))).optional(),
    cvss: z.unknown().optional(),
  }),
);

type Software = NonNullable<Assessment['software']>;

/**
 * Reads a container's sub-assessment, the shape that Azure retired on 31 July 2026 and that exports made
 * before still carry (learn.microsoft.com, "Container vulnerability assessments REST API"): one row a CVE of
 * a package in an image. It becomes what an individual recommendation on the same package becomes.
 * @returns undefined for what is healthy, does not apply, or is about no image
 * @throws SourceError `malformed`
 */
export function parseSubAssessment(row: unknown, note: Note = IGNORE): Assessment | undefined {
  const where = { source: 'Defender for Cloud, sub-assessment', scope: nameRow(row) };
  const { id, properties } = readPayload(SubAssessmentSchema, row, where);
  const status = readStatus(properties.status, note);
  const software = status === undefined ? undefined : readSoftware(properties, note);
  if (status === undefined || software === undefined) return undefined;
  const [resourceId = '', key = ''] = toArmId(id).split(
    /\/providers\/microsoft\.security\/assessments\/([^/]*).*$/,
  );
  return {
    id: toArmId(id),
    key,
    title: software.name === '' ? properties.displayName : `Update ${software.name}`,
    severity: properties.status.severity,
    category: 'SoftwareUpdate',
    resourceId,
    resourceType: '.containerimage',
    status,
    firstEvaluatedAt: readInstant(properties.timeGenerated, 'the time', note),
    software,
    ...UNGOVERNED,
    link: '',
  };
}

type Properties = z.output<typeof SubAssessmentSchema>['properties'];

function readSoftware(properties: Properties, note: Note): Software | undefined {
  const data = properties.additionalData;
  switch (data.assessedresourcetype.toLowerCase()) {
    case 'azurecontainerregistryvulnerability':
    case 'containerregistryvulnerability':
      return 'vulnerabilitydetails' in data ? readMdvm(data, note) : readQualys(data, properties, note);
    default:
      return undefined;
  }
}

function readMdvm(data: Readonly<Record<string, unknown>>, note: Note): Software {
  const artifact = readPart(ArtifactSchema, data.artifactdetails, 'the image', note);
  const software = readPart(SoftwareSchema, data.softwaredetails, 'the software', note);
  const cve = readCve(data.vulnerabilitydetails, note);
  const fixedVersion = software?.fixedversion ?? '';
  return {
    name: software?.packagename ?? '',
    fixedVersion,
    repository: artifact?.repositoryname ?? '',
    digest: artifact?.digest ?? '',
    indexDigest: '',
    tags: artifact?.tags ?? [],
    cves: cve
      ? [
          toCve(
            cve.id,
            cve.severity,
            cve.cvss,
            hasFix(software?.fixstatus ?? '', fixedVersion),
            cve.exploited,
          ),
        ]
      : [],
  };
}

function readQualys(
  data: Readonly<Record<string, unknown>>,
  properties: Properties,
  note: Note,
): Software | undefined {
  const qualys = readPart(QualysSchema, data, 'the vulnerability', note);
  if (!qualys) return undefined;
  const { severity } = properties.status;
  return {
    name: properties.displayName,
    fixedVersion: '',
    repository: qualys.repositoryname,
    digest: qualys.imagedigest,
    indexDigest: '',
    tags: [],
    cves: (qualys.cve ?? [])
      .filter(({ title }) => title !== '')
      .map(({ title }) => toCve(title, severity, undefined, qualys.patchable, false)),
  };
}

function toCve(
  id: string,
  severity: Cve['severity'],
  cvss: number | undefined,
  fixAvailable: boolean,
  exploited: boolean,
): Cve {
  return { id, severity, cvss, fixAvailable, exploited };
}
