import { z } from 'zod';
import { readLiteral } from './secret.ts';

const ProfileSchema = z.object({ type: z.string().nullish() }).nullish();

const ContextSchema = z
  .object({
    privileged: z.boolean().nullish(),
    runAsNonRoot: z.boolean().nullish(),
    runAsUser: z.number().nullish(),
    readOnlyRootFilesystem: z.boolean().nullish(),
    seccompProfile: ProfileSchema,
    appArmorProfile: ProfileSchema,
  })
  .nullish();

const ContainerSchema = z.object({
  name: z.string(),
  image: z.string().nullish(),
  securityContext: ContextSchema,
  ports: z.array(z.object({ hostPort: z.number().nullish() })).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish(),
});

const PodSchema = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()).nullish() }).nullish(),
  spec: z.object({
    hostPID: z.boolean().nullish(),
    hostIPC: z.boolean().nullish(),
    hostNetwork: z.boolean().nullish(),
    os: z.object({ name: z.string().nullish() }).nullish(),
    nodeSelector: z.record(z.string(), z.string()).nullish(),
    securityContext: ContextSchema,
    volumes: z
      .array(z.object({ name: z.string(), hostPath: z.object({ path: z.string() }).nullish() }))
      .nullish(),
    containers: z.array(ContainerSchema).min(1),
    initContainers: z.array(ContainerSchema).nullish(),
  }),
});

/**
 * A container of a pod, with what the pod decides for it filled in; `undefined` where neither says anything.
 */
export interface PodContainer {
  readonly name: string;
  readonly image: string;
  readonly privileged: boolean;
  readonly runAsNonRoot: boolean | undefined;
  readonly runAsUser: number | undefined;
  readonly readOnlyRoot: boolean;
  /** `RuntimeDefault`, `Localhost`, `Unconfined` */
  readonly seccomp: string | undefined;
  readonly appArmor: string | undefined;
  readonly hostPorts: readonly number[];
  /** Names of variables whose value is written out and looks like a secret; the values are not kept. */
  readonly secretVariables: readonly string[];
}

/** What posture checks ask of a pod, or of a workload's pod template. */
export interface PodSpec {
  readonly windows: boolean;
  readonly hostProcesses: boolean;
  readonly hostIpc: boolean;
  readonly hostNetwork: boolean;
  /** Paths of the node that volumes mount. */
  readonly hostPaths: readonly string[];
  /** Init containers included: they run with the same rights. */
  readonly containers: readonly PodContainer[];
}

/**
 * Reads a pod, or the `template` of a controller (core/v1 PodTemplateSpec), leaving out the values of
 * variables.
 * @returns undefined for what is neither, so that nothing can be said of it
 */
export function parsePodSpec(pod: unknown): PodSpec | undefined {
  const result = PodSchema.safeParse(pod);
  if (!result.success) return undefined;
  const { metadata, spec } = result.data;
  const annotations = metadata?.annotations ?? {};
  const system = spec.os?.name ?? spec.nodeSelector?.['kubernetes.io/os'] ?? 'linux';
  return {
    windows: system.toLowerCase() === 'windows',
    hostProcesses: spec.hostPID === true,
    hostIpc: spec.hostIPC === true,
    hostNetwork: spec.hostNetwork === true,
    hostPaths: (spec.volumes ?? []).flatMap(({ hostPath }) => hostPath?.path ?? []),
    containers: [...spec.containers, ...(spec.initContainers ?? [])].map((container) =>
      toContainer(container, spec.securityContext, annotations),
    ),
  };
}

/** A container's own setting counts before the pod's (kubernetes.io, "Configure a Security Context"). */
function toContainer(
  container: z.output<typeof ContainerSchema>,
  pod: z.output<typeof ContextSchema>,
  annotations: Readonly<Record<string, string>>,
): PodContainer {
  const own = container.securityContext;
  return {
    name: container.name,
    image: container.image ?? '',
    privileged: own?.privileged === true,
    runAsNonRoot: own?.runAsNonRoot ?? pod?.runAsNonRoot ?? undefined,
    runAsUser: own?.runAsUser ?? pod?.runAsUser ?? undefined,
    readOnlyRoot: own?.readOnlyRootFilesystem === true,
    seccomp: own?.seccompProfile?.type ?? pod?.seccompProfile?.type ?? undefined,
    appArmor:
      own?.appArmorProfile?.type ??
      readAnnotation(annotations, container.name) ??
      pod?.appArmorProfile?.type ??
      undefined,
    hostPorts: (container.ports ?? []).flatMap(({ hostPort }) => hostPort || []),
    secretVariables: (container.env ?? []).flatMap(({ name, value }) =>
      readLiteral(name, value ?? '') === 'secret' ? [name] : [],
    ),
  };
}

/** Before Kubernetes 1.30 the profile of a container was an annotation: `runtime/default`, `unconfined`. */
function readAnnotation(
  annotations: Readonly<Record<string, string>>,
  container: string,
): string | undefined {
  const profile = annotations[`container.apparmor.security.beta.kubernetes.io/${container}`];
  if (profile === undefined) return undefined;
  if (profile === 'runtime/default') return 'RuntimeDefault';
  return profile === 'unconfined' ? 'Unconfined' : 'Localhost';
}
