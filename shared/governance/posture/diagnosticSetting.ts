import { z } from 'zod';
import type { DiagnosticSetting } from '../../model/posture.ts';
import { switchSchema } from './managedCluster.ts';

const LogSchema = z.object({
  category: z.string().nullish(),
  categoryGroup: z.string().nullish(),
  enabled: switchSchema,
});

/** Paths and types of Microsoft.Insights/diagnosticSettings, API 2021-05-01-preview. */
const SettingSchema = z.object({
  name: z.string(),
  properties: z.object({
    workspaceId: z.string().nullish(),
    storageAccountId: z.string().nullish(),
    eventHubAuthorizationRuleId: z.string().nullish(),
    logs: z.array(LogSchema).nullish(),
  }),
});

/**
 * Reads one diagnostic setting of a resource or of a subscription.
 * @returns undefined for what is none
 */
export function parseDiagnosticSetting(row: unknown): DiagnosticSetting | undefined {
  const result = SettingSchema.safeParse(row);
  if (!result.success) return undefined;
  const { name, properties } = result.data;
  const { workspaceId, storageAccountId, eventHubAuthorizationRuleId, logs } = properties;
  return {
    name,
    workspaceId: workspaceId?.toLowerCase() ?? '',
    hasDestination: Boolean(workspaceId || storageAccountId || eventHubAuthorizationRuleId),
    enabled: (logs ?? [])
      .filter((log) => log.enabled)
      .flatMap(({ category, categoryGroup }) => [category, categoryGroup])
      .flatMap((name) => (name ? [name.toLowerCase()] : [])),
  };
}

/** True when a setting sends a category, by its own name or as part of a group that holds it. */
export function sends(setting: DiagnosticSetting, category: string, groups: readonly string[]): boolean {
  return [category, ...groups].some((name) => setting.enabled.includes(name.toLowerCase()));
}
