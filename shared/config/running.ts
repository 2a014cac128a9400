import { z } from 'zod';

/** Where Purser runs, for what it says of its own cost. */
export const RunningSchema = z.strictObject({
  instanceMemoryMB: z
    .union([z.literal(512), z.literal(2048), z.literal(4096)])
    .default(2048)
    .describe('Memory of an instance, as it was deployed: what the weekly health note reckons cost by.'),
});
