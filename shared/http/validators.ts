import { createHash } from 'node:crypto';
import { hashOf } from '../model/canonical.ts';
import { pageAssets } from '../render/page/assets.ts';
import type { Report } from '../reports/report.ts';
import { toKept } from '../reports/version1.ts';
import type { Encoding } from './negotiation.ts';
import { RELEASE } from './release.ts';

/** What renders: another release, or other styles and scripts, may make another answer of the same data. */
const RENDERER = [RELEASE, ...pageAssets.keys()].join(' ');

const fingerprints = new WeakMap<Report, string>();

/**
 * Hash of everything that a report says. Its identity leaves out when things were read, which its page shows; an
 * answer that is another must have another tag.
 */
export function fingerprintOf(report: Report): string {
  const known = fingerprints.get(report) ?? hashOf(toKept(report));
  fingerprints.set(report, known);
  return known;
}

/**
 * The name of one answer's content: what it is made from, all of it. Equal names mean equal bytes; audience and
 * reader go in as well, so that no two of them ever share one.
 */
export function nameContent(...madeFrom: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify([RENDERER, ...madeFrom]))
    .digest('base64url');
}

/**
 * A validator (RFC 9110, section 8.8.3): the compressed form has another than the plain one.
 * @param isExact whether equal names mean equal bytes; a workbook has time stamps in its container, and a weak one
 */
export function toEntityTag(name: string, encoding: Encoding, isExact: boolean): string {
  return `${isExact ? '' : 'W/'}"${name}${encoding === 'identity' ? '' : `-${encoding}`}"`;
}

/** Whether `If-None-Match` names the tag, by the weak comparison that RFC 9110, section 13.1.2 asks for. */
export function isUnchanged(headers: { get(name: string): string | null }, tag: string): boolean {
  const given = headers.get('if-none-match')?.trim();
  if (given === undefined) return false;
  const own = tag.replace(/^W\//, '');
  return given === '*' || [...given.matchAll(/(?:W\/)?("[^"]*")/g)].some(([, known]) => known === own);
}
