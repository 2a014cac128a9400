import { ApiException } from '@kubernetes/client-node';

/** Objects on a page; the API server's own recommendation for chunked lists. */
export const PAGE_SIZE = 500;

/** A page as the client gives it; its types promise `items`, a wrong server does not send them. */
export interface Page {
  readonly items?: readonly unknown[];
  readonly metadata?: { readonly _continue?: string } | undefined;
}

/**
 * Reads all pages of a list. When the snapshot that the pages are cut from is gone (410, after five to
 * fifteen minutes), the list is read once more from its start, so that it is one consistent state.
 * @throws whatever `readPage` throws; ApiException 410 when the second reading expires as well
 */
export async function readAllPages(
  readPage: (next: string | undefined) => Promise<Page>,
): Promise<unknown[]> {
  try {
    return await readPages(readPage);
  } catch (error) {
    if (!(error instanceof ApiException && error.code === 410)) throw error;
    return await readPages(readPage);
  }
}

async function readPages(readPage: (next: string | undefined) => Promise<Page>): Promise<unknown[]> {
  const items: unknown[] = [];
  let next: string | undefined;
  do {
    const page = await readPage(next);
    if (!Array.isArray(page.items)) throw new TypeError('it is no list: items is missing');
    if (page.metadata?._continue && page.metadata._continue === next) {
      throw new TypeError('the list goes round in a circle: a page names itself as the next');
    }
    items.push(...page.items);
    next = page.metadata?._continue || undefined;
  } while (next !== undefined);
  return items;
}
