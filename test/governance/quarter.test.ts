import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../shared/governance/evidence.ts';
import type { GovernanceInput } from '../../shared/governance/input.ts';
import { updateFindings } from '../../shared/governance/lifeStory.ts';
import { observeFindings } from '../../shared/governance/observe.ts';
import { listSilent } from '../../shared/governance/silence.ts';
import type { Finding } from '../../shared/model/governance.ts';
import { addDays, type Day, daysBetween } from '../../shared/model/time.ts';
import {
  assessment,
  component,
  cve,
  GRACE,
  image,
  input,
  only,
  PROD,
  PRODUCTION,
  vulnerability,
  withDefender,
  withPolicy,
  withWorkloads,
  workload,
} from './estate.ts';

const FIRST: Day = '2026-07-01';
const LAST: Day = '2026-09-30';

/** Days since the quarter's first, so that the world below reads as a calendar. */
function dayNumber(day: Day): number {
  return daysBetween(FIRST, day).length - 1;
}

/** Ten letters of the alphabet that Kubernetes hashes with, other ones each day. */
function hashOn(day: Day): string {
  const letters = 'bcdf456789';
  return [
    ...String(1_000_003 * (dayNumber(day) + 1234))
      .padStart(10, '7')
      .slice(-10),
  ]
    .map((digit) => letters[Number(digit)])
    .join('');
}

/** What Azure and the cluster would say on a day: `api` is rolled out daily, its image with it. */
function readDay(day: Day): GovernanceInput {
  const number = dayNumber(day);
  const pods = ['22222', 'bbbbb'].map((end) => `api-${hashOn(day)}-${end}`);
  const digest = `sha256:${hashOn(day)}`;
  const violates = number < 60 || number >= 75;
  const fixedVersion = number < 50 ? '' : '3.0.19';
  const key = number < 45 ? 'e9acaf48-d2cf-45a3-a6e7-3caa2ef769e0' : 'c5045ea3-afc6-4006-ab8f-86c8574dbf3d';
  const openssl = vulnerability({
    name: 'openssl',
    digest,
    fixedVersion,
    cves: [cve('CVE-2026-9', { fixAvailable: fixedVersion !== '' })],
  });
  const lost = {
    kubernetes: number >= 20 && number < 26,
    policy: (number >= 30 && number < 34) || number === 61,
    defender: number >= 40 && number < 45,
  };
  const stopped = number >= 80 && number < 87;
  const { inventory } = input();
  return input({
    day,
    inventory: { ...inventory, clusters: inventory.clusters.map((one) => ({ ...one, running: !stopped })) },
    ...(lost.kubernetes || stopped ? {} : withWorkloads([workload({ pods, images: [image(digest)] })])),
    ...(lost.policy ? {} : withPolicy(violates && !stopped ? pods.map((name) => component({ name })) : [])),
    ...(lost.defender ? {} : withDefender([assessment({ key }), ...(number < 70 ? [openssl] : [])])),
  });
}

/** Every state a finding was left in, a line whenever it changed in more than being seen. */
interface Chronicle {
  readonly findings: readonly Finding[];
  readonly lines: ReadonlyMap<string, readonly string[]>;
}

function liveThrough(from: Day, to: Day): Chronicle {
  const lines = new Map<string, string[]>();
  let findings: readonly Finding[] = [];
  for (const day of daysBetween(from, to)) {
    const reading = readDay(day);
    const silent = listSilent(reading.inventory);
    const story = { day, graceDays: GRACE, silent, ...gatherEvidence(reading) };
    findings = updateFindings(findings, observeFindings(reading), story).all;
    for (const { control, state, actor, dueOn } of findings) {
      const told = lines.get(control) ?? [];
      const line = `${state}, ${actor}, ${dueOn ?? 'no date'}`;
      if (!told.at(-1)?.endsWith(line)) lines.set(control, [...told, `${day} ${line}`]);
    }
  }
  return { findings, lines };
}

describe('a quarter of daily rollouts, lost sensors, moved keys and a cluster that is stopped for a week', () => {
  const { findings, lines } = liveThrough(FIRST, LAST);

  it('tells one story of the privileged pods: fixed once, back once, whoever could be read', () => {
    expect(lines.get('privileged-containers')).toEqual([
      '2026-07-01 open, team, 2026-07-31',
      '2026-08-30 resolved, team, 2026-07-31',
      '2026-09-14 open, team, 2026-10-14',
    ]);
    expect(only(findings.filter(({ control }) => control === 'privileged-containers'))).toMatchObject({
      firstSeen: FIRST,
      lastSeen: LAST,
      reopenedOn: '2026-09-14',
    });
  });

  it('tells one story of the vulnerable image, which becomes the team’s when the vendor has a fix', () => {
    expect(lines.get('running-image-software')).toEqual([
      '2026-07-01 open, secops, no date',
      '2026-08-20 open, team, 2026-09-03',
      '2026-09-09 resolved, team, 2026-09-03',
    ]);
    expect(findings.filter(({ control }) => control === 'running-image-software')).toHaveLength(1);
  });

  it('tells one story of the recommendation that moved to another key', () => {
    expect(lines.get('running-container-findings')).toEqual(['2026-07-01 open, platform, 2026-07-15']);
    expect(only(findings.filter(({ control }) => control === 'running-container-findings'))).toMatchObject({
      firstSeen: FIRST,
      lastSeen: LAST,
      reopenedOn: undefined,
    });
  });

  it('shows the image on its registry while the cluster could not be asked, and no longer', () => {
    expect(lines.get('stored-image-software')).toEqual([
      '2026-07-21 open, platform, 2026-08-04',
      '2026-07-27 resolved, platform, 2026-08-04',
    ]);
  });

  it('comes to the same when a day is read again, or an old one late', () => {
    const again = readDay(LAST);
    const late = readDay(addDays(LAST, -40));
    for (const reading of [again, late]) {
      const story = { day: reading.day, graceDays: GRACE, ...gatherEvidence(reading) };
      expect(updateFindings(findings, observeFindings(reading), story).changed).toEqual([]);
    }
  });
});

describe('what a day’s readings prove', () => {
  it('is by source and subscription, and by cluster', () => {
    const { scopesRead, podsRead } = gatherEvidence(readDay(FIRST));
    expect([...scopesRead]).toEqual(
      expect.arrayContaining([`policy:${PRODUCTION}`, `defender:${PRODUCTION}`, `kubernetes:${PROD}`]),
    );
    expect([...podsRead]).toEqual([PROD]);
  });

  it('is nothing without an inventory to hold it against', () => {
    const nothing = { subscriptions: [], clusters: [], registries: [] };
    expect(gatherEvidence({ ...readDay(FIRST), inventory: nothing }).scopesRead.size).toBe(0);
  });

  it('is not that a workload is clean when Azure lists 500 components, its most', () => {
    const crowd = (count: number) =>
      Array.from({ length: count }, (_, index) => component({ name: `app-${index}` }));
    expect([...gatherEvidence(input(withPolicy(crowd(500)))).truncated]).toEqual([
      `${PROD}|privileged-containers`,
    ]);
    expect(gatherEvidence(input(withPolicy(crowd(499)))).truncated.size).toBe(0);
  });

  it('is not that a workload is clean when its pod is in error', () => {
    const [seen] = observeFindings(input(withPolicy([component()])));
    const { undecided } = gatherEvidence(input(withPolicy([component({ state: 'error' })])));
    expect([...undecided]).toEqual([seen?.id]);
  });
});
