import { z } from 'zod';
import { SEVERITIES } from '../model/governance.ts';
import { PostureSchema } from './posture.ts';
import { day, pattern, text } from './values.ts';

/** The settings of `governance`: how long findings may stay open, and what is excused. */

const days = z.int().positive().max(3650);

const graceDays = z.strictObject({ critical: days, high: days, medium: days, low: days, unknown: days });

const graceRule = z
  .strictObject({
    severity: z.enum(SEVERITIES).optional(),
    fixAvailable: z
      .boolean()
      .optional()
      .describe('Whether the vendor has a fix; where that is not known, false.'),
    exploited: z
      .boolean()
      .optional()
      .describe('Whether an exploit is known; where that is not known, false.'),
    days: days.describe('Days until what matches is due.'),
  })
  .refine(({ severity, fixAvailable, exploited }) => (severity ?? fixAvailable ?? exploited) !== undefined, {
    error: 'say what it applies to: severity, fixAvailable or exploited; graceDays holds for everything else',
    params: { wrong: 'does not say what it applies to' },
  });

export const ExemptionSchema = z
  .strictObject({
    control: pattern.optional().describe('Id of the control; * stands for any run of characters.'),
    finding: pattern.optional().describe('Id of the finding, as reports give it.'),
    namespace: pattern.optional().describe('Namespace; * stands for any run of characters.'),
    cluster: pattern.optional().describe('Cluster name; * stands for any run of characters.'),
    reason: text.describe('Why it is excused; reports show it.'),
    by: text.describe('Who decided it; reports show it.'),
    until: day.describe('The last day it holds. On the day after, what it excused is open again.'),
  })
  .refine(({ control, finding, namespace, cluster }) => Boolean(control ?? finding ?? namespace ?? cluster), {
    error: 'say what it excuses: control, finding, namespace or cluster',
    params: { wrong: 'does not say what it excuses' },
  });

export const GovernanceSchema = z.strictObject({
  graceDays: graceDays
    .default({ critical: 7, high: 14, medium: 30, low: 90, unknown: 90 })
    .describe('Days from first seen until a finding is due, by severity.'),
  graceRules: z
    .array(graceRule)
    .default([
      { severity: 'critical', exploited: true, days: 3 },
      { severity: 'high', exploited: true, days: 7 },
    ])
    .describe('Findings that have another grace than graceDays; the first rule that matches decides.'),
  reopened: z
    .enum(['restart', 'continue'])
    .default('restart')
    .describe(
      'What a finding that comes back is given: restart, its whole grace from that day; continue, the date it had.',
    ),
  nagWeeks: z
    .int()
    .positive()
    .max(520)
    .default(8)
    .describe(
      'Weeks overdue after which a finding is no longer listed in the digest; it stays in the count.',
    ),
  exemptions: z
    .array(ExemptionSchema)
    .default([])
    .describe('What is excused, by whom, why and until when; the first that matches a finding holds.'),
  posture: PostureSchema.prefault({}),
});
