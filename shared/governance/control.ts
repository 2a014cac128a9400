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
   * a setting of cluster, registry or node, or an object that no namespace holds, does. Nothing is
   * `secops` by control: that follows from a vendor having no fix.
   */
  readonly actor: Actor;
  /** Defender's own where it publishes one, else judged by what the control guards. */
  readonly severity: Severity;
  /** GUIDs of Azure Policy definitions. */
  readonly policies: readonly string[];
  /** Keys of Defender recommendations: the current one first, then those it had before. */
  readonly assessments: readonly string[];
  /** `<benchmark>:<control>` or the initiative's short name: `MCSB:PV-2`, `PSS-baseline`. */
  readonly benchmarks: readonly string[];
}

/** What an individual recommendation of Defender is about. */
export type CategorySubject = 'runningImage' | 'storedImage' | 'resource';

/** A control that Defender's individual recommendations name by category, each software with a key of its own. */
export interface CategoryControl extends Control {
  /** `recommendationCategory`, as Azure writes it. */
  readonly category: string;
  readonly on: CategorySubject;
}
