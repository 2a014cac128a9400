import { z } from 'zod';
import { pattern } from './values.ts';

const days = z.int().positive().max(3650);

/** The settings of `governance.posture`: what Purser's own checks ask for beyond what Azure calls good or bad. */
export const PostureSchema = z.strictObject({
  nodeImageDays: days
    .default(30)
    .describe('Days after which a node image is old; Microsoft publishes one about every week.'),
  activityLogDays: days.default(365).describe('Days that the activity log has to be kept in its workspace.'),
  trustedRegistries: z
    .array(pattern)
    .default([])
    .describe('Registries that images may come from, such as *.azurecr.io; without any, all may.'),
});
