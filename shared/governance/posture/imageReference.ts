/** A reference to an image, taken apart. */
export interface ImageReference {
  /** `docker.io` where the reference names no registry, as container runtimes read it. */
  readonly registry: string;
  readonly repository: string;
  /** `''` where none is written, which runtimes read as `latest`. */
  readonly tag: string;
  /** `sha256:…`, `''` where none is written. */
  readonly digest: string;
}

/**
 * Takes a reference apart by the grammar of distribution/reference: the first part is a host if it looks so.
 */
export function parseImageReference(text: string): ImageReference {
  const [named = '', digest = ''] = text.split('@', 2);
  const slash = named.indexOf('/');
  const first = slash < 0 ? '' : named.slice(0, slash);
  const hasHost = /[.:]/.test(first) || first === 'localhost';
  const rest = hasHost ? named.slice(slash + 1) : named;
  const colon = rest.lastIndexOf(':');
  const tagged = colon > rest.lastIndexOf('/');
  return {
    registry: hasHost ? first.toLowerCase() : 'docker.io',
    repository: tagged ? rest.slice(0, colon) : rest,
    tag: tagged ? rest.slice(colon + 1) : '',
    digest,
  };
}
