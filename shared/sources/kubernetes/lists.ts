import { ApiException } from '@kubernetes/client-node';

/** Objects on a page; the API server's own recommendation for chunked lists. */
export const PAGE_SIZE = 500;

/** A page as the client gives it; its types promise `items`, a wrong server does not send them. */
export interface Page {
  readonly items?: readonly unknown[];
  readonly metadata?: { readonly _continue?: string } | undefined;
}

/**
 * Reads all pages of a list into what `begin` gives, page by page. When the snapshot that the pages are cut from is
 * gone (410, after five to fifteen minutes), all is begun once more, so that it is one consistent state.
 * @throws whatever `readPage` and `add` throw; ApiException 410 when the second reading expires as well
 */
export async function foldPages<T>(
  readPage: (next: string | undefined) => Promise<Page>,
  begin: () => T,
  add: (state: T, items: readonly unknown[]) => void,
): Promise<T> {
  try {
    return await foldOnce(readPage, begin(), add);
  } catch (error) {
    if (!(error instanceof ApiException && error.code === 410)) throw error;
    return await foldOnce(readPage, begin(), add);
  }
}

async function foldOnce<T>(
  readPage: (next: string | undefined) => Promise<Page>,
  state: T,
  add: (state: T, items: readonly unknown[]) => void,
): Promise<T> {
  let next: string | undefined;
  do {
    const page = await readPage(next);
    if (!Array.isArray(page.items)) throw new TypeError('it is no list: items is missing');
    const following = page.metadata?._continue || undefined;
    if (following !== undefined && following === next) {
      throw new TypeError('the list goes round in a circle: a page names itself as the next');
    }
    add(state, page.items);
    next = following;
  } while (next !== undefined);
  return state;
}
