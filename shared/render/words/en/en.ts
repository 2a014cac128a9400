import { card } from './card.ts';
import { chargeback } from './chargeback.ts';
import { cost } from './cost.ts';
import { coverage } from './coverage.ts';
import { digest } from './digest.ts';
import { digestFile } from './digestFile.ts';
import { exemption } from './exemption.ts';
import { file } from './file.ts';
import { finding } from './finding.ts';
import { findingFile } from './findingFile.ts';
import { frame } from './frame.ts';
import { gate } from './gate.ts';
import { governance } from './governance.ts';
import { governanceFile } from './governanceFile.ts';
import { health } from './health.ts';
import { life } from './life.ts';
import { message } from './message.ts';
import { notice } from './notice.ts';
import { page } from './page.ts';
import { period } from './period.ts';
import { reason } from './reason.ts';
import { rule } from './rule.ts';
import { scan } from './scan.ts';
import { table } from './table.ts';
import { template } from './template.ts';

/** English, the complete catalogue. */
export const en = {
  card,
  chargeback,
  cost,
  coverage,
  digest,
  digestFile,
  exemption,
  file,
  finding,
  findingFile,
  frame,
  gate,
  governance,
  governanceFile,
  health,
  life,
  message,
  notice,
  page,
  period,
  reason,
  rule,
  scan,
  table,
  template,
};

/**
 * Everything reports say, by area: words, and functions that put formatted figures and names into a sentence. The
 * compiler holds every other language against it; what the functions are given is escaped later, by the medium.
 */
export type Words = typeof en;
