import { z } from 'zod';
import { GATE_REASONS, type MonthStanding, type Release, type Reopening } from '../closing/life.ts';
import { canonicalJson } from '../model/canonical.ts';
import type { Blob } from './blobs.ts';
import { encodeKey } from './keys.ts';
import type { ReportKey } from './listing.ts';
import type { OnceBlobs } from './onceBlobs.ts';

const JSON_TYPE = 'application/json';

/** A closed revision as a listing shows it. */
export interface ClosedRevision {
  readonly revision: number;
  readonly hash: string;
  readonly builtAt: string;
}

type MonthKey = Pick<ReportKey, 'kind' | 'period'>;

/**
 * The blobs that say what is closed and what people decided, each written once and never changed:
 * `closed/{kind}/{period}/{audience}/r{n}.json` is revision n, `reopened/{kind}/{period}/r{n}.json` opens it
 * again, `releases/{kind}/{period}/{hash}.json` lets that data through the gate. Before there were revisions the
 * only one was `closed/{kind}/{period}/{audience}.json`; it counts as the first.
 */
export function createClosings(blobs: OnceBlobs) {
  /** The latest closed revision of one audience. */
  async function findLatest(key: ReportKey): Promise<ClosedRevision | undefined> {
    const base = closedBase(key);
    let latest: ClosedRevision | undefined;
    for await (const { name, metadata } of blobs.list(base)) {
      const [, number = '1'] = /^(?:\/r(\d+))?\.json$/.exec(name.slice(base.length)) ?? [undefined, '0'];
      const revision = Number(number);
      if (revision <= (latest?.revision ?? 0)) continue;
      latest = { revision, hash: metadata?.hash ?? '', builtAt: metadata?.builtat ?? '' };
    }
    return latest;
  }

  async function readReopening(key: MonthKey, revision: number): Promise<Reopening | undefined> {
    return readDecision(reopenedName(key, revision), StoredReopening);
  }

  async function readDecision<T>(name: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const blob = await blobs.read(name);
    return blob && schema.parse(JSON.parse(blob.body.toString('utf8')));
  }

  /** Writes a decision; returns the one on record, which may be an earlier one. */
  async function writeDecision<T>(name: string, decision: T, schema: z.ZodType<T>): Promise<T> {
    const body = Buffer.from(canonicalJson(decision));
    if (await blobs.create(name, { body, contentType: JSON_TYPE })) return decision;
    return (await readDecision(name, schema)) ?? decision;
  }

  return {
    findLatest,

    /** How one audience's statement of a month stands. */
    async standingOf(key: ReportKey): Promise<MonthStanding & { readonly builtAt: string }> {
      const latest = await findLatest(key);
      if (!latest) return { revision: 0, hash: '', builtAt: '', reopening: undefined };
      return { ...latest, reopening: await readReopening(key, latest.revision) };
    },

    async readRevision(
      key: ReportKey,
      revision: number,
    ): Promise<(Blob & { readonly name: string }) | undefined> {
      const name = revisionName(key, revision);
      const blob = await blobs.read(name);
      if (blob || revision !== 1) return blob && { ...blob, name };
      const first = await blobs.read(firstName(key));
      return first && { ...first, name: firstName(key) };
    },

    /** Writes a revision; returns false when it is there already. */
    async writeRevision(
      key: ReportKey,
      { revision, hash, builtAt }: ClosedRevision,
      body: Buffer,
    ): Promise<boolean> {
      if (revision === 1 && (await blobs.read(firstName(key)))) return false;
      return blobs.create(revisionName(key, revision), {
        body,
        contentType: JSON_TYPE,
        metadata: { hash, builtat: builtAt },
      });
    },

    /** Opens a revision again; returns the re-opening on record. */
    writeReopening(key: MonthKey, reopening: Reopening): Promise<Reopening> {
      return writeDecision(reopenedName(key, reopening.revision), reopening, StoredReopening);
    },

    writeRelease(key: MonthKey, release: Release): Promise<Release> {
      return writeDecision(releaseName(key, release.hash), release, StoredRelease);
    },

    readRelease(key: MonthKey, hash: string): Promise<Release | undefined> {
      return readDecision(releaseName(key, hash), StoredRelease);
    },
  };
}

const decision = { at: z.string(), by: z.string(), reason: z.string() };
const StoredReopening = z.object({ ...decision, revision: z.number(), hash: z.string() });
const StoredRelease = z.object({ ...decision, hash: z.string(), held: z.array(z.enum(GATE_REASONS)) });

function closedBase({ kind, period, audience }: ReportKey): string {
  return `closed/${kind}/${encodeKey(period)}/${encodeKey(audience)}`;
}

function revisionName(key: ReportKey, revision: number): string {
  return `${closedBase(key)}/r${revision}.json`;
}

/** Where the only revision was kept before there were several. */
function firstName(key: ReportKey): string {
  return `${closedBase(key)}.json`;
}

function reopenedName({ kind, period }: MonthKey, revision: number): string {
  return `reopened/${kind}/${encodeKey(period)}/r${revision}.json`;
}

function releaseName({ kind, period }: MonthKey, hash: string): string {
  return `releases/${kind}/${encodeKey(period)}/${encodeKey(hash)}.json`;
}
