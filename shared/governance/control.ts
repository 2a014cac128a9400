import type { Actor, AttackSurface, Severity } from '../model/governance.ts';

/**
 * One thing that can be wrong, whatever reports it. Azure Policy and Defender for Cloud often report the
 * same violation under keys of their own; a control holds them all, so that it is one finding and so that a
 * key that moves leaves the finding's identity alone.
 */
export interface Control {
  /** Part of every finding's identity: never renamed, never given to another control. */
  readonly id: string;
  /** The source's own words, without its `[Preview]` and `[Deprecated]` marks. */
  readonly title: string;
  /** Where the risk is. */
  readonly surface: AttackSurface;
  /** Whether a violation names an object inside the cluster or an Azure resource as a whole. */
  readonly scope: 'component' | 'resource';
  /**
   * Who can fix it: the team where a workload's manifest, image or repository decides, the platform where
   * a setting of cluster, registry, node or assignment, or an object that no namespace holds, does. Only an
   * alert is `secops` by control; a vulnerability becomes theirs where its vendor has no fix.
   */
  readonly actor: Actor;
  /** Defender's own where it publishes one, else judged by what the control guards. */
  readonly severity: Severity;
  /** GUIDs of Azure Policy definitions. */
  readonly policies: readonly string[];
  /** Keys of Defender recommendations: the current one first, then those it had before. */
  readonly assessments: readonly string[];
  /** Benchmarks of all definitions that the control is known by. */
  readonly benchmarks: readonly Benchmark[];
}

/**
 * A benchmark that a control belongs to, as the initiatives of Azure Policy have it: the Microsoft cloud
 * security benchmark with its controls (`MCSB:PV-2`, `MCSB:PV-6+DS-6`), the CIS benchmark for AKS (a preview
 * of seven policies, so never "CIS compliant"), the pod security standards, deployment safeguards, image
 * integrity.
 */
export type Benchmark =
  | `MCSB:${string}`
  | `MCSBv2:${string}`
  | 'AKS-CIS'
  | 'PSS-baseline'
  | 'PSS-restricted'
  | 'Safeguards'
  | 'ImageIntegrity';

/**
 * Who can report a control: Azure Policy, Defender, Purser's own checks, Gatekeeper in the cluster, an alert.
 */
export const CONTROL_SOURCES = ['policy', 'assessment', 'posture', 'gatekeeper', 'alert'] as const;
export type ControlSource = (typeof CONTROL_SOURCES)[number];

/** Purser's own checks of payloads and pods; each belongs to one control. */
export const POSTURE_CHECKS = [
  'activity-log-export',
  'activity-log-retention',
  'allowed-locations',
  'apparmor',
  'authorized-ip-ranges',
  'azure-rbac',
  'cluster-upgrade-channel',
  'control-plane-audit-logs',
  'defender-sensor',
  'entra-integration',
  'host-namespaces',
  'host-network',
  'host-paths',
  'image-cleaner',
  'image-digest',
  'key-vault-secrets-rotation',
  'latest-tag',
  'local-accounts',
  'network-policy',
  'node-image-age',
  'node-os-upgrade-channel',
  'node-resource-group-lock',
  'policy-addon',
  'private-cluster',
  'privileged',
  'read-only-root',
  'registry-admin-user',
  'registry-anonymous-pull',
  'registry-per-landing-zone',
  'registry-private-link',
  'registry-public-access',
  'registry-retention',
  'run-as-root',
  'run-command',
  'seccomp',
  'secrets-in-environment',
  'supported-version',
  'untrusted-registry',
  'workload-identity',
] as const;
export type PostureCheckId = (typeof POSTURE_CHECKS)[number];

/** A control that Purser knows by name, with what a reader needs to act on it. */
export interface CataloguedControl extends Control {
  /** Whose words the title is; the lists of keys tell who else reports it. */
  readonly source: ControlSource;
  /** Purser's own checks that find the same. */
  readonly checks?: readonly PostureCheckId[];
  /** Kinds of Gatekeeper constraints, for those that carry no Azure Policy annotation. */
  readonly constraints?: readonly string[];
  /**
   * Alert types of Defender; one that ends with `_` stands for all types that begin so and have no other
   * entry.
   */
  readonly alerts?: readonly string[];
  /** What can happen, in one or two sentences. */
  readonly why: string;
  /**
   * What to change: the field, the key of the manifest, or the command. Names in capitals are to be filled
   * in.
   */
  readonly fix: string;
  /** Microsoft's own page about it. */
  readonly link: string;
}

/** What an individual recommendation of Defender is about. */
export type CategorySubject = 'runningImage' | 'storedImage' | 'resource';

/**
 * A control that Defender's individual recommendations name by category, each software with a key of its own.
 */
export interface CategoryControl extends CataloguedControl {
  /** `recommendationCategory`, as Azure writes it. */
  readonly category: string;
  readonly on: CategorySubject;
}
