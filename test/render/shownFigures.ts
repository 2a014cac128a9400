import { createRequire } from 'node:module';
import { formatExact, parseAmount } from '../../shared/model/money.ts';
import type { Report } from '../../shared/reports/report.ts';
import { renderText } from './rendered.ts';

/** What one rendering for people says, read back out of it: labels with their figures, rows with their cells. */
export interface ShownFigures {
  /** The texts with a figure that follow a label, first to last. */
  readonly labelled: (label: string) => readonly string[];
  /** The cells after the first of rows that begin with a name, first to last. */
  readonly rows: (name: string) => readonly (readonly string[])[];
}

export const PEOPLE_FORMATS = ['html', 'text', 'card'] as const;

/** Renders a report for people and reads its figures back. */
export async function readFigures(
  report: Report,
  format: (typeof PEOPLE_FORMATS)[number],
  locale: string,
): Promise<ShownFigures> {
  const body = await renderText(report, format, locale);
  return format === 'html' ? readPage(body) : format === 'text' ? readPlain(body) : readCard(body);
}

/** The decimal that a formatted amount or count shows: `-1.234,50 €` in German is `-1234.5`. */
export function parseShown(text: string, locale: string): string {
  const [token = ''] = /-?[^\d\s-]*\s?\d[\d.,]*/.exec(text.replace(/\u00a0|\u202f/g, ' ')) ?? [];
  const digits = token.replace(/[^\d.,-]/g, '').replace(/[.,]$/, '');
  const plain = locale === 'de' ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '');
  const amount = parseAmount(plain);
  if (amount === undefined) throw new Error(`"${text}" shows no figure`);
  return formatExact(amount);
}

interface Node {
  readonly childNodes: Iterable<Node>;
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly className?: string;
}
interface Page extends Node {
  querySelectorAll(query: string): Iterable<{ closest(query: string): { children: Iterable<Node> } }>;
}
type Jsdom = { JSDOM: new (page: string) => { window: { document: Page & { body: Node } } } };

function readPage(page: string): ShownFigures {
  const { JSDOM } = createRequire(import.meta.url)('jsdom') as Jsdom;
  const { document } = new JSDOM(page).window;
  const texts = listTexts(document.body);
  const rows = [...document.querySelectorAll('th[scope="row"]')].map((head) =>
    [...head.closest('tr').children].map((cell) => listTexts(cell)[0] ?? ''),
  );
  return { labelled: (label) => followers(texts, label), rows: (name) => startingWith(rows, name) };
}

/** The texts below an element, in the order in which they are read. */
function listTexts(node: Node): readonly string[] {
  if (node.nodeType === 3) {
    const text = (node.textContent ?? '').trim();
    return text === '' ? [] : [text];
  }
  return node.nodeName === 'STYLE' ? [] : [...node.childNodes].flatMap(listTexts);
}

function readPlain(text: string): ShownFigures {
  const lines = text.split('\n');
  const rows = lines.map((line) => line.split(/ {2,}/).map((cell) => cell.trim()));
  return {
    labelled: (label) =>
      lines.filter((line) => line.startsWith(`${label}: `)).map((line) => line.slice(label.length + 2)),
    rows: (name) => startingWith(rows, name),
  };
}

interface CardNode {
  readonly type?: string;
  readonly text?: string;
  readonly title?: string;
  readonly value?: string;
  readonly cells?: readonly CardNode[];
}

function readCard(card: string): ShownFigures {
  const nodes = listNodes(JSON.parse(card));
  const plain = (text: string): string => text.replace(/\\(.)/g, '$1');
  const facts = nodes.flatMap(({ title, value }) =>
    title === undefined || typeof value !== 'string' ? [] : [plain(title), plain(value)],
  );
  const texts = nodes.flatMap(({ text }) => (text === undefined ? [] : [plain(text)]));
  const rows = nodes.flatMap(({ cells }) =>
    cells ? [cells.map((cell) => plain(listNodes(cell).find(({ text }) => text)?.text ?? ''))] : [],
  );
  return {
    labelled: (label) => [...followers(facts, label), ...followers(texts, label)],
    rows: (name) => startingWith(rows, name),
  };
}

function listNodes(value: unknown): readonly CardNode[] {
  if (Array.isArray(value)) return value.flatMap(listNodes);
  if (typeof value !== 'object' || value === null) return [];
  return [value as CardNode, ...Object.values(value).flatMap(listNodes)];
}

function followers(texts: readonly string[], label: string): readonly string[] {
  const found = texts.flatMap((text, place) => (text === label ? [texts[place + 1] ?? ''] : []));
  return found.filter((text) => /\d/.test(text));
}

function startingWith(rows: readonly (readonly string[])[], name: string): readonly (readonly string[])[] {
  return rows.filter(([first]) => first === name).map((row) => row.slice(1));
}
