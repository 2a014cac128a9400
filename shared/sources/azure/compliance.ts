import { z } from 'zod';
import type { RegulatoryControl, RegulatoryStandard, RegulatoryState } from '../../model/governance.ts';
import { count as counted, looseText } from './lenient.ts';
import { folded, nameRow, readPayload } from './payload.ts';

const STATES: ReadonlySet<string> = new Set(['passed', 'failed', 'skipped', 'unsupported']);

const state = looseText.transform((text): RegulatoryState => {
  const word = text.trim().toLowerCase();
  return STATES.has(word) ? (word as RegulatoryState) : 'unknown';
});

const StandardSchema = z.object({
  id: z.string().min(1),
  properties: folded(
    z.object({
      state,
      passedcontrols: counted,
      failedcontrols: counted,
      skippedcontrols: counted,
      unsupportedcontrols: counted,
    }),
  ),
});

const ControlSchema = z.object({
  id: z.string().min(1),
  properties: folded(
    z.object({
      description: looseText,
      state,
      passedassessments: counted,
      failedassessments: counted,
      skippedassessments: counted,
    }),
  ),
});

/** A control, and the name of the standard that its id hangs below. */
export interface ControlOfStandard {
  readonly standard: string;
  readonly control: RegulatoryControl;
}

/**
 * Reads a regulatory standard (`regulatoryComplianceStandards`, API 2019-01-01-preview) without its controls,
 * which are rows of their own.
 * @throws SourceError `malformed`
 */
export function parseRegulatoryStandard(row: unknown): RegulatoryStandard {
  const where = { source: 'Defender for Cloud, regulatory standard', scope: nameRow(row) };
  const { id, properties } = readPayload(StandardSchema, row, where);
  return {
    name: id.split('/').at(-1) ?? '',
    state: properties.state,
    passed: properties.passedcontrols,
    failed: properties.failedcontrols,
    skipped: properties.skippedcontrols,
    unsupported: properties.unsupportedcontrols,
    controls: [],
  };
}

/**
 * Reads a control of a regulatory standard (`regulatoryComplianceControls`, API 2019-01-01-preview).
 * @throws SourceError `malformed`
 */
export function parseRegulatoryControl(row: unknown): ControlOfStandard {
  const where = { source: 'Defender for Cloud, control of a standard', scope: nameRow(row) };
  const { id, properties } = readPayload(ControlSchema, row, where);
  const segments = id.split('/');
  return {
    standard: segments.at(-3) ?? '',
    control: {
      name: segments.at(-1) ?? '',
      title: properties.description,
      state: properties.state,
      passed: properties.passedassessments,
      failed: properties.failedassessments,
      skipped: properties.skippedassessments,
    },
  };
}

/**
 * Puts controls to their standards, all sorted by name. A standard that only its controls tell of is counted
 * from them, so that nothing that was read is lost.
 */
export function withRegulatoryControls(
  standards: readonly RegulatoryStandard[],
  controls: readonly ControlOfStandard[],
): readonly RegulatoryStandard[] {
  const byStandard = Map.groupBy(controls, ({ standard }) => standard.toLowerCase());
  const known = new Set(standards.map(({ name }) => name.toLowerCase()));
  const others = [...byStandard].flatMap(([key, group]) => (known.has(key) ? [] : [countControls(group)]));
  return [...standards, ...others].sort(byName).map((standard) => ({
    ...standard,
    controls: (byStandard.get(standard.name.toLowerCase()) ?? [])
      .map(({ control }) => control)
      .toSorted(byName),
  }));
}

function countControls(group: readonly ControlOfStandard[]): RegulatoryStandard {
  const count = (wanted: RegulatoryState): number =>
    group.filter(({ control }) => control.state === wanted).length;
  return {
    name: group[0]?.standard ?? '',
    state: 'unknown',
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    unsupported: count('unsupported'),
    controls: [],
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
