import { parseAmount } from '../../model/money.ts';
import { compareText } from '../../model/order.ts';
import type { Formatter } from '../formatter.ts';
import { toPlainLine } from '../plainText.ts';
import { type PageCell, type PageForm, type PageRow, type PageTable, toRow } from './parts.ts';
import { linkTo, type PageRequest, type Parameters, parametersOfAddress, pathOf } from './request.ts';

/** Rows of a table that are on one page. A statement of a large estate has a million lines. */
export const PAGE_SIZE = 100;

/** A column of a listing. `sort` is its name in the address; without one the listing is not sorted by it. */
export interface ListColumn<Item> {
  readonly label: string;
  readonly isRight?: boolean;
  /** Left out on a phone. */
  readonly isMinor?: boolean;
  readonly sort?: string;
  /** What an item is sorted by: a decimal as reports carry it, or words. */
  readonly key?: (item: Item) => string | undefined;
  readonly cell: (item: Item) => PageCell;
}

interface Listing<Item> {
  readonly id: string;
  readonly caption: string;
  readonly items: readonly Item[];
  readonly columns: readonly [ListColumn<Item>, ...ListColumn<Item>[]];
  /** What the items are found by when somebody looks for words; without it they cannot be looked for. */
  readonly find?: (item: Item) => string;
  readonly foot?: PageRow | null;
  readonly empty: string;
  /** Where on the drill-down the listing stands. */
  readonly place: Parameters;
}

/** What an address asks of one listing. */
interface Wish<Item> {
  /** What is looked for; `''` for everything. */
  readonly words: string;
  readonly page: number;
  readonly column: ListColumn<Item> | undefined;
  readonly descends: boolean;
}

/** A listing with what is asked of it, the items that it then has, and those of them that are on the page. */
interface Shown<Item> {
  readonly listing: Listing<Item>;
  readonly wish: Wish<Item>;
  readonly found: readonly Item[];
  readonly items: readonly Item[];
  readonly pages: number;
  /** The address with other wishes than those it has. */
  linkTo(change: Parameters): string;
  readonly address: string;
}

/**
 * Lays out items in the order and of the page that the address asks for, with a form to look for words where there
 * are many. Without a wish they stay in the order given. `find`, `sort` and `page` are meant for the listing that
 * `list` names, or for all.
 */
export function listItems<Item>(
  listing: Listing<Item>,
  request: PageRequest,
  formatter: Formatter,
): { readonly table: PageTable; readonly form: PageForm | null } {
  const shown = showItems(listing, request);
  const labels = formatter.words.page.listing;
  const { id, caption, columns, items, foot, empty } = listing;
  return {
    table: {
      id,
      caption: toPlainLine(caption),
      columns: columns.map((column) => toColumn(column, shown)),
      rows: shown.items.map((item) => {
        const [head, ...cells] = columns.map(({ cell }) => cell(item));
        if (!head) throw new TypeError('a listing has a column');
        return thin(toRow(head, cells), columns);
      }),
      foot: foot ? thin(foot, columns) : null,
      empty:
        items.length === 0 ? empty : shown.found.length === 0 ? labels.nothingFound(shown.wish.words) : '',
      pager: toPager(shown, formatter),
    },
    form: listing.find && items.length > FEW ? toForm(shown, formatter) : null,
  };
}

function showItems<Item>(listing: Listing<Item>, { query, address }: PageRequest): Shown<Item> {
  const isMeant = (query.get('list') ?? listing.id) === listing.id;
  const wish = wishOf(isMeant ? query : new URLSearchParams(), listing.columns);
  const { words, column, descends } = wish;
  const matching =
    listing.find && words !== '' ? findItems(listing.items, listing.find, words) : listing.items;
  const found = column ? sortItems(matching, column, descends) : matching;
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(pages, wish.page);
  const kept = {
    ...listing.place,
    list: listing.id,
    find: words === '' ? undefined : words,
    sort: column?.sort && `${descends ? '-' : ''}${column.sort}`,
  };
  return {
    ...{ listing, wish: { ...wish, page }, found, pages, address },
    items: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE),
    linkTo: (change) => `${linkTo(address, { ...kept, ...change })}#${listing.id}`,
  };
}

function toColumn<Item>(column: ListColumn<Item>, shown: Shown<Item>): PageTable['columns'][number] {
  const { wish } = shown;
  const isSorted = wish.column === column;
  // Numbers are first sorted from the largest, words from A; another click turns it round.
  const descendsNext = isSorted ? !wish.descends : (column.isRight ?? false);
  return {
    label: column.label,
    isRight: column.isRight ?? false,
    isMinor: column.isMinor ?? false,
    sortLink:
      column.sort === undefined ? '' : shown.linkTo({ sort: `${descendsNext ? '-' : ''}${column.sort}` }),
    sorted: !isSorted ? 'none' : wish.descends ? 'descending' : 'ascending',
  };
}

function toPager<Item>(
  { wish, pages, items, found, linkTo }: Shown<Item>,
  formatter: Formatter,
): PageTable['pager'] {
  if (pages === 1) return null;
  const labels = formatter.words.page.listing;
  const first = (wish.page - 1) * PAGE_SIZE;
  const [from, to, all] = [first + 1, first + items.length, found.length].map(formatter.count);
  return {
    label: labels.pages,
    text: labels.range(from ?? '', to ?? '', all ?? ''),
    before: wish.page > 1 ? linkTo({ page: String(wish.page - 1) }) : '',
    beforeText: labels.before,
    after: wish.page < pages ? linkTo({ page: String(wish.page + 1) }) : '',
    afterText: labels.after,
  };
}

function toForm<Item>(
  { listing, wish, pages, linkTo, address }: Shown<Item>,
  formatter: Formatter,
): PageForm {
  const labels = formatter.words.page.listing;
  const { id, caption, place } = listing;
  return {
    id: `${id}-find`,
    label: labels.filter(caption),
    action: pathOf(address),
    hidden: hiddenOf(address, { ...place, list: id }),
    choices: [],
    find: { id: `${id}-words`, label: labels.find, value: wish.words },
    submit: labels.apply,
    resetLink: wish.words === '' ? '' : linkTo({ find: undefined }),
    reset: labels.reset,
    filters: pages === 1 && wish.words === '' ? `#${id} > tbody > tr` : '',
  };
}

/** The row with the cells of minor columns marked. */
function thin<Item>(row: PageRow, columns: readonly ListColumn<Item>[]): PageRow {
  const cells = row.cells.map((cell, place) => ({ ...cell, isMinor: columns[place + 1]?.isMinor ?? false }));
  return { ...row, cells };
}

/** Fewer items need no looking for. */
const FEW = 8;

/** What a form has to carry along. */
export function hiddenOf(address: string, place: Parameters): PageForm['hidden'] {
  const own = Object.entries(place).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
  return [...parametersOfAddress(address).map(([name, value]) => ({ name, value })), ...own];
}

function wishOf<Item>(query: URLSearchParams, columns: readonly ListColumn<Item>[]): Wish<Item> {
  const text = query.get('sort') ?? '';
  const descends = text.startsWith('-');
  const name = descends ? text.slice(1) : text;
  return {
    words: (query.get('find') ?? '').trim(),
    page: Math.max(1, Number.parseInt(query.get('page') ?? '', 10) || 1),
    column: columns.find(({ sort }) => sort !== undefined && sort === name),
    descends,
  };
}

function findItems<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
  words: string,
): readonly Item[] {
  const parts = words.toLowerCase().split(/\s+/);
  return items.filter((item) => {
    const text = textOf(item).toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}

/** Items without a key come last in either direction; equals keep their order. */
function sortItems<Item>(
  items: readonly Item[],
  { key }: ListColumn<Item>,
  descends: boolean,
): readonly Item[] {
  const keyed = items.map((item) => {
    const text = key?.(item);
    return { item, text, amount: text === undefined ? undefined : parseAmount(text) };
  });
  const sign = descends ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.text === undefined || b.text === undefined)
      return Number(a.text === undefined) - Number(b.text === undefined);
    if (a.amount === undefined || b.amount === undefined) return sign * compareText(a.text, b.text);
    return a.amount === b.amount ? 0 : a.amount < b.amount ? -sign : sign;
  });
  return keyed.map(({ item }) => item);
}
