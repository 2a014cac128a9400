import { z } from 'zod';
import { labels, listOf, NamespaceSchema, OwnerSchema } from './objects.ts';

/**
 * What sampling reads of v1/Pod, Node, PersistentVolumeClaim, PersistentVolume, Service and Namespace, and of
 * metrics.k8s.io/v1beta1 PodMetrics. Quantities stay texts: one that cannot be read costs only itself.
 */

const quantities = z
  .record(z.string(), z.union([z.string(), z.number().transform(String)]))
  .nullish()
  .transform((value) => value ?? {});
const resources = z
  .object({ requests: quantities })
  .nullish()
  .transform((value) => value?.requests ?? {});
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const named = z.object({ name: z.string().min(1), namespace: z.string().min(1) });

const ContainerSchema = z.object({ name: z.string(), resources, restartPolicy: text });

export const SampledPodSchema = z.object({
  metadata: named.extend({ labels, ownerReferences: listOf(OwnerSchema) }),
  spec: z.object({
    nodeName: text,
    containers: listOf(ContainerSchema),
    initContainers: listOf(ContainerSchema),
    overhead: quantities,
    resources,
    volumes: listOf(
      z.object({
        name: z.string(),
        persistentVolumeClaim: z.object({ claimName: z.string() }).nullish(),
        ephemeral: z.object({}).nullish(),
      }),
    ),
  }),
  status: z
    .object({ phase: text })
    .nullish()
    .transform((value) => value ?? { phase: '' }),
});
export type SampledPod = z.output<typeof SampledPodSchema>;

export const SampledNodeSchema = z.object({
  metadata: z.object({ name: z.string().min(1), labels }),
  status: z.object({ capacity: quantities, allocatable: quantities }),
});
export type SampledNode = z.output<typeof SampledNodeSchema>;

export const SampledClaimSchema = z.object({
  metadata: named,
  spec: z.object({ volumeName: text, storageClassName: text, resources }),
  status: z
    .object({ capacity: quantities })
    .nullish()
    .transform((value) => value?.capacity ?? {}),
});
export type SampledClaim = z.output<typeof SampledClaimSchema>;

export const SampledVolumeSchema = z.object({
  metadata: z.object({ name: z.string().min(1) }),
  spec: z.object({
    capacity: quantities,
    storageClassName: text,
    csi: z.object({ volumeHandle: z.string() }).nullish(),
    azureDisk: z.object({ diskURI: z.string() }).nullish(),
    claimRef: z.object({ namespace: z.string(), name: z.string() }).nullish(),
  }),
});
export type SampledVolume = z.output<typeof SampledVolumeSchema>;

export const SampledServiceSchema = z.object({
  metadata: named.extend({ labels }),
  spec: z.object({ type: text }),
});

export const SampledNamespaceSchema = NamespaceSchema;

export const PodMetricsSchema = z.object({
  metadata: named,
  containers: listOf(z.object({ name: z.string(), usage: quantities })),
});
export type PodMetrics = z.output<typeof PodMetricsSchema>;
