import { addDays } from '../../../shared/model/time.ts';
import { drawChance, drawGuid } from '../world/chance.ts';
import type { World } from '../world/world.ts';
import { listAssessments, type TenantAssessment } from './assessments.ts';

/** A governance assignment; its properties are those of API 2022-01-01-preview, and the assessment's id. */
export interface TenantAssignment {
  readonly id: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The team's owner by repository, as a governance rule that goes by a tag finds it. */
const OWNERS = ['platform.lead@contoso.example', 'payments.lead@contoso.example'] as const;

/**
 * Who is to fix what until when: a governance rule covers one in five of what is unhealthy, some of it already
 * overdue.
 */
export function listGovernanceAssignments(world: World, subscriptionId: string): readonly TenantAssignment[] {
  return listAssessments(world, subscriptionId)
    .filter(({ key, resourceId, properties }) => {
      const { code } = properties.status as { readonly code: string };
      return code === 'Unhealthy' && drawChance(0.2, [world.seed, key, resourceId, 'assigned']);
    })
    .map((assessment, index) => assign(world, assessment, index));
}

function assign(world: World, { key, resourceId }: TenantAssessment, index: number): TenantAssignment {
  const assessmentId = `${resourceId}/providers/Microsoft.Security/assessments/${key}`;
  const name = drawGuid([world.seed, assessmentId, 'assignment']);
  const due = addDays(world.today, (index % 5) * 7 - 6);
  return {
    id: `${assessmentId}/governanceAssignments/${name}`,
    properties: {
      assignedResourceId: assessmentId,
      assignmentKey: name,
      owner: OWNERS[index % OWNERS.length],
      remediationDueDate: `${due}T00:00:00.0000000Z`,
      isGracePeriod: index % 2 === 0,
      governanceEmailNotification: {
        disableManagerEmailNotification: false,
        disableOwnerEmailNotification: false,
      },
      ...(index % 3 === 0
        ? {
            remediationEta: {
              eta: `${addDays(due, -2)}T00:00:00.0000000Z`,
              justification: 'The fixed version is in the next release.',
            },
          }
        : {}),
      additionalData: { ticketNumber: 1000 + index, ticketLink: '', ticketStatus: 'Active' },
    },
  };
}
