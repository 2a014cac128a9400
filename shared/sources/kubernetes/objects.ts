import { z } from 'zod';
import { type PodSpec, parsePodSpec } from '../../governance/posture/pod.ts';

/**
 * What is read of the API objects v1/Namespace, v1/Pod and v1/Node. The client hands over what the server
 * sent whatever its types promise, so each object is checked here: maps and lists may be absent, names not.
 */

export const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});

export function listOf<Item extends z.ZodType>(item: Item) {
  return z
    .array(item)
    .nullish()
    .transform((value): readonly z.output<Item>[] => value ?? []);
}

export const NamespaceSchema = z.object({ metadata: z.object({ name: z.string().min(1), labels }) });

export const OwnerSchema = z.object({
  kind: z.string(),
  name: z.string(),
  controller: z.boolean().nullish(),
});
const ContainerSchema = z.object({ name: z.string(), image: z.string().nullish() });
const ContainerStatusSchema = z.object({ name: z.string(), imageID: z.string().nullish() });

const PodFieldsSchema = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1),
    labels,
    ownerReferences: listOf(OwnerSchema),
  }),
  spec: z.object({
    nodeName: z.string().nullish(),
    containers: listOf(ContainerSchema),
    initContainers: listOf(ContainerSchema),
    ephemeralContainers: listOf(ContainerSchema),
  }),
  status: z
    .object({
      phase: z.string().nullish(),
      containerStatuses: listOf(ContainerStatusSchema),
      initContainerStatuses: listOf(ContainerStatusSchema),
      ephemeralContainerStatuses: listOf(ContainerStatusSchema),
    })
    .nullish(),
  /** What posture checks ask of it; undefined when that cannot be read. */
  checked: z.custom<PodSpec | undefined>().optional(),
});

/** The specification of a pod is read by posture checks at once, so that no value of a variable is kept. */
export const PodSchema = z.preprocess(
  (pod) => (typeof pod === 'object' && pod !== null ? { ...pod, checked: parsePodSpec(pod) } : pod),
  PodFieldsSchema,
);
export type PodObject = z.output<typeof PodSchema>;

export const NodeSchema = z.object({ metadata: z.object({ name: z.string().min(1), labels }) });
