/** Builds API objects as the API server sends them, small. */
export function pod(
  name: string,
  parts: {
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly owner?: readonly [kind: string, name: string];
    readonly image?: string;
    readonly imageID?: string;
    readonly phase?: string;
    readonly init?: { readonly image: string; readonly imageID: string };
    readonly ephemeral?: { readonly image: string; readonly imageID: string };
  } = {},
): object {
  const { image = 'contoso.azurecr.io/web:1', owner } = parts;
  return {
    metadata: {
      name,
      namespace: parts.namespace ?? 'shop',
      ...(parts.labels === undefined ? {} : { labels: parts.labels }),
      ...(owner === undefined
        ? {}
        : {
            ownerReferences: [
              { apiVersion: 'v1', kind: owner[0], name: owner[1], uid: `uid-${owner[1]}`, controller: true },
            ],
          }),
    },
    spec: {
      nodeName: 'aks-pool-1',
      containers: [{ name: 'main', image }],
      ...(parts.init === undefined ? {} : { initContainers: [{ name: 'setup', image: parts.init.image }] }),
      ...(parts.ephemeral === undefined
        ? {}
        : { ephemeralContainers: [{ name: 'debug', image: parts.ephemeral.image }] }),
    },
    status: {
      phase: parts.phase ?? 'Running',
      ...(parts.imageID === undefined ? {} : { containerStatuses: [status('main', image, parts.imageID)] }),
      ...(parts.init === undefined
        ? {}
        : { initContainerStatuses: [status('setup', parts.init.image, parts.init.imageID)] }),
      ...(parts.ephemeral === undefined
        ? {}
        : { ephemeralContainerStatuses: [status('debug', parts.ephemeral.image, parts.ephemeral.imageID)] }),
    },
  };
}

function status(name: string, image: string, imageID: string): object {
  return { name, image, imageID, ready: true, restartCount: 0 };
}

export function digest(letter: string): string {
  return `sha256:${letter.repeat(64)}`;
}
