import { z } from 'zod';
import { parseDiagnosticSetting } from '../../governance/posture/diagnosticSetting.ts';
import type { ArmId } from '../../model/estate.ts';
import type { DiagnosticSetting, SupportedVersion } from '../../model/posture.ts';
import { malformed, readPayload } from './payload.ts';
import type { ReadResource } from './resourceManager.ts';

const ROLE = 'Reader';

const ListSchema = z.object({ value: z.array(z.unknown()) });

/**
 * Where the logs of a resource go; of a subscription, its activity log (Microsoft.Insights/diagnosticSettings,
 * API 2021-05-01-preview, which Resource Graph does not hold).
 * @throws SourceError; also when a single setting cannot be read: without it, nobody knows what is exported
 */
export async function readDiagnosticSettings(
  read: ReadResource,
  resourceId: ArmId,
): Promise<readonly DiagnosticSetting[]> {
  const where = { source: 'Azure Monitor, diagnostic settings', scope: resourceId };
  const path = `${resourceId}/providers/Microsoft.Insights/diagnosticSettings`;
  const answer = await read({ path, apiVersion: '2021-05-01-preview', where, role: ROLE });
  const settings = readPayload(ListSchema, answer, where).value.map((row) => {
    const setting = parseDiagnosticSetting(row);
    if (setting === undefined) throw malformed(where, 'one of the settings is not of the documented form');
    return setting;
  });
  return settings.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const TableSchema = z.object({
  properties: z.object({ retentionInDays: z.number(), totalRetentionInDays: z.number().nullish() }),
});

/**
 * Days that a workspace keeps the activity log, archive included (Microsoft.OperationalInsights/workspaces/tables,
 * API 2022-10-01). The workspace's own retention says less: this table has at least 90 days whatever that is.
 * @throws SourceError
 */
export async function readActivityLogDays(read: ReadResource, workspaceId: ArmId): Promise<number> {
  const where = { source: 'Log Analytics, table AzureActivity', scope: workspaceId };
  const path = `${workspaceId}/tables/AzureActivity`;
  const answer = await read({ path, apiVersion: '2022-10-01', where, role: ROLE });
  const { retentionInDays, totalRetentionInDays } = readPayload(TableSchema, answer, where).properties;
  return Math.max(retentionInDays, totalRetentionInDays ?? 0);
}

const VersionsSchema = z.object({
  values: z.array(
    z.object({
      version: z.string(),
      capabilities: z.object({ supportPlan: z.array(z.string()).nullish() }).nullish(),
    }),
  ),
});

/**
 * The Kubernetes versions that Azure supports in a region (Microsoft.ContainerService, API 2026-04-01).
 * @throws SourceError
 */
export async function readSupportedVersions(
  read: ReadResource,
  subscriptionId: string,
  location: string,
): Promise<readonly SupportedVersion[]> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.ContainerService/locations/${location}/kubernetesVersions`;
  const where = { source: 'AKS, supported versions', scope: path };
  const answer = await read({ path, apiVersion: '2026-04-01', where, role: ROLE });
  return readPayload(VersionsSchema, answer, where)
    .values.map(({ version, capabilities }) => ({
      minor: version,
      plans: (capabilities?.supportPlan ?? []).toSorted(),
    }))
    .sort((a, b) => (a.minor < b.minor ? -1 : 1));
}
