import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { initSync, Model } from '@ironcalc/wasm';
import { unzip } from './unzip.ts';

/** A cell as it lies in the file: not what a library made of it. */
export interface OpenedCell {
  readonly address: string;
  readonly row: number;
  readonly column: number;
  /** The text, or the number as it is written; of a formula its cached value. */
  readonly value: string;
  readonly isText: boolean;
  readonly formula: string | undefined;
  /** Its number format, such as `#,##0.00`; `''` for none. */
  readonly format: string;
}

export interface OpenedSheet {
  readonly name: string;
  readonly xml: string;
  readonly cells: readonly OpenedCell[];
}

/** Opens a workbook by its parts. */
export function openWorkbook(file: Buffer): readonly OpenedSheet[] {
  const parts = unzip(file);
  const strings = [...partOf(parts, 'xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(
    ([, item = '']) => unescapeXml(item.replace(/<[^>]*>/g, '')),
  );
  const formats = readFormats(partOf(parts, 'xl/styles.xml'));
  const names = [...partOf(parts, 'xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)];
  return names.map(([, name = ''], place) => {
    const xml = partOf(parts, `xl/worksheets/sheet${place + 1}.xml`);
    return { name: unescapeXml(name), xml, cells: readCells(xml, strings, formats) };
  });
}

/** What a workbook says in one cell; undefined for an empty one. */
export function findCell(
  sheets: readonly OpenedSheet[],
  name: string,
  address: string,
): OpenedCell | undefined {
  return sheets.find((sheet) => sheet.name === name)?.cells.find((cell) => cell.address === address);
}

/**
 * Has every formula evaluated by IronCalc from the file's own cells, and returns those whose value there is not the one
 * that stands beside the formula.
 */
export function findWrongFormulas(sheets: readonly OpenedSheet[]): readonly string[] {
  startEngine();
  const model = new Model('workbook', 'en', 'UTC', 'en');
  model.pauseEvaluation();
  for (const [place, { name }] of sheets.entries()) {
    if (place > 0) model.newSheet();
    model.renameSheet(place, name);
  }
  for (const [place, { cells }] of sheets.entries()) {
    for (const cell of cells) model.setUserInput(place, cell.row, cell.column, inputOf(cell));
  }
  const checks = sheets.flatMap((sheet) => sheet.cells.filter(isFormula).map((cell) => ({ sheet, cell })));
  model.newSheet();
  const last = sheets.length;
  checks.forEach(({ sheet, cell }, row) => {
    const difference = `=ROUND('${sheet.name}'!${cell.address}-(${cell.value}),6)`;
    model.setUserInput(last, row + 1, 1, difference);
  });
  model.evaluate();
  const wrong = checks.flatMap(({ sheet, cell }, row) => {
    const difference = model.getFormattedCellValue(last, row + 1, 1);
    return difference === '0'
      ? []
      : [`${sheet.name}!${cell.address} ${cell.formula}: ${difference} from ${cell.value}`];
  });
  model.free();
  return wrong;
}

/** The cells as people read them, a row a line: a formula with the value beside it. */
export function dumpWorkbook(sheets: readonly OpenedSheet[]): string {
  return sheets
    .map(({ name, xml, cells }) => {
      const filter = /<autoFilter ref="([^"]*)"/.exec(xml)?.[1];
      const rows = [...Map.groupBy(cells, (cell) => cell.row)].map(
        ([row, own]) => `${row}: ${own.map(showCell).join(' | ')}`,
      );
      return [`== ${name}${filter ? ` (filter ${filter})` : ''}`, ...rows].join('\n');
    })
    .join('\n\n')
    .concat('\n');
}

export function isFormula(cell: OpenedCell): boolean {
  return cell.formula !== undefined;
}

function showCell({ address, value, isText, formula, format }: OpenedCell): string {
  const shown = isText ? JSON.stringify(value) : showNumber(value, format);
  return `${address.replace(/\d+/, '')} ${formula === undefined ? shown : `=${formula} -> ${shown}`}`;
}

function showNumber(value: string, format: string): string {
  if (format.includes('yyyy'))
    return new Date((Number(value) - DAYS_BEFORE_1970) * 86_400_000).toISOString().slice(0, 10);
  if (format.endsWith('%')) return `${(Number(value) * 100).toFixed(1)}%`;
  return value;
}

/** From the day that a workbook counts as 0. */
const DAYS_BEFORE_1970 = 25_569;

/** The number format of each cell style. */
function readFormats(styles: string): readonly string[] {
  const codes = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code]) => [id, code]),
  );
  const [, cellStyles = ''] = /<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(styles) ?? [];
  return [...cellStyles.matchAll(/<xf ([^>]*)/g)].map(([, attributes = '']) => {
    const id = /numFmtId="(\d+)"/.exec(attributes)?.[1] ?? '0';
    return unescapeXml(codes.get(id) ?? BUILT_IN_FORMATS[id] ?? '');
  });
}

/** ECMA-376 part 1, 18.8.30. */
const BUILT_IN_FORMATS: Readonly<Record<string, string>> = { 3: '#,##0', 4: '#,##0.00' };

function readCells(xml: string, strings: readonly string[], formats: readonly string[]): OpenedCell[] {
  const cells = xml.matchAll(
    /<c r="([A-Z]+)(\d+)"([^>]*?)(?:\/>|>(?:<f>([^<]*)<\/f>)?<v>([^<]*)<\/v><\/c>)/g,
  );
  return [...cells].flatMap(([, letters = '', row = '', attributes = '', formula, value]) => {
    if (value === undefined) return [];
    const isText = attributes.includes('t="s"');
    return {
      address: `${letters}${row}`,
      row: Number(row),
      column: [...letters].reduce((place, letter) => place * 26 + letter.charCodeAt(0) - 64, 0),
      value: isText ? (strings[Number(value)] ?? '') : value,
      isText,
      formula: formula === undefined ? undefined : unescapeXml(formula),
      format: formats[Number(/ s="(\d+)"/.exec(attributes)?.[1] ?? '0')] ?? '',
    };
  });
}

function inputOf({ value, isText, formula }: OpenedCell): string {
  if (formula !== undefined) return `=${formula}`;
  return isText ? `'${value}` : value;
}

function partOf(parts: ReadonlyMap<string, string>, name: string): string {
  const xml = parts.get(name);
  if (xml === undefined) throw new Error(`the workbook has no ${name}`);
  return xml;
}

interface Parser {
  parseFromString(
    text: string,
    type: string,
  ): { querySelector(query: string): { textContent: string } | null };
}
type Jsdom = { JSDOM: new (page: string) => { window: { DOMParser: new () => Parser } } };

/** Parts of a workbook that a strict XML parser does not take. */
export function findBrokenParts(file: Buffer): readonly string[] {
  const { JSDOM } = createRequire(import.meta.url)('jsdom') as Jsdom;
  const parser = new new JSDOM('').window.DOMParser();
  return [...unzip(file)].flatMap(([name, xml]) => {
    const problem = parser.parseFromString(xml, 'application/xml').querySelector('parsererror');
    return problem ? [`${name}: ${problem.textContent}`] : [];
  });
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(#x?)?(\w+);/g, (_, number: string | undefined, name: string) => {
    if (number === undefined) return ENTITIES[name] ?? '';
    return String.fromCodePoint(Number.parseInt(name, number === '#x' ? 16 : 10));
  });
}

let isStarted = false;

function startEngine(): void {
  if (isStarted) return;
  initSync({ module: readFileSync(new URL(import.meta.resolve('@ironcalc/wasm/wasm_bg.wasm'))) });
  isStarted = true;
}
