import type { Feature, Image } from 'write-excel-file/node';
import type { Instant } from '../../model/time.ts';
import type { Sheet } from './sheet.ts';
import { columnLetter, headingRow, lastRow, listRows } from './sheetLayout.ts';

/**
 * What a finished workbook has and the library does not write, by ECMA-376 part 1: values of formulas (18.3.1.40),
 * filters (18.3.1.2), print setup (18.3.1.63), names that Excel keeps for both (18.2.5), document properties
 * (part 2, 11). Elements stand in the order of the schema, else Excel calls the file damaged.
 */

type FileContent = Image['content'];

/** What a file manager and Excel's own information page show of the file. */
export interface DocumentProperties {
  readonly title: string;
  readonly subject: string;
  /** BCP 47. */
  readonly language: string;
  /** The latest reading, so that the same report is the same file. */
  readonly createdAt: Instant | undefined;
}

/** @param values of the formulas of each sheet, in the order of its cells */
export function finishPackage(
  sheets: readonly Sheet[],
  names: readonly string[],
  values: readonly (readonly string[])[],
  properties: DocumentProperties,
): Feature<FileContent> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml, _options, { sheetIndex }) => {
            const sheet = sheets[sheetIndex];
            return sheet ? finishSheet(xml, sheet, values[sheetIndex] ?? []) : xml;
          },
        },
        'xl/workbook.xml': {
          transform: (xml) =>
            replaceOnce(
              replaceOnce(xml, '<definedNames/>', listNames(sheets, names)),
              '<calcPr/>',
              '<calcPr fullCalcOnLoad="1"/>',
            ),
        },
        '[Content_Types].xml': {
          insert: () =>
            '<Override ContentType="application/vnd.openxmlformats-package.core-properties+xml" PartName="/docProps/core.xml"/>',
        },
        '_rels/.rels': {
          insert: () =>
            '<Relationship Id="rId-core-1" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>',
        },
      },
      write: { files: () => ({ 'docProps/core.xml': writeProperties(properties) }) },
    },
  };
}

function finishSheet(xml: string, sheet: Sheet, values: readonly string[]): string {
  let next = 0;
  const valued = xml.replaceAll('</f></c>', () => `</f><v>${values[next++] ?? ''}</v></c>`);
  const fitted = replaceOnce(
    valued,
    '<sheetViews>',
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>',
  );
  const filtered = canFilter(sheet)
    ? replaceOnce(fitted, '</sheetData>', `</sheetData><autoFilter ref="${filterRange(sheet)}"/>`)
    : fitted;
  return replaceOnce(
    filtered,
    'orientation="landscape"/>',
    `orientation="landscape" fitToWidth="1" fitToHeight="0"/>${FOOTER}${ignoreDigits(sheet)}`,
  );
}

/** The sheet's name, and the page of how many. */
const FOOTER = '<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>';

/** Numbers are text on purpose where they are ids or have more digits than Excel keeps. */
function ignoreDigits(sheet: Sheet): string {
  const range = `A1:${columnLetter(sheet.columns.length - 1)}${lastRow(sheet) + 1}`;
  return `<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors>`;
}

/** Rows that formulas call by name have an order, which a filter's menu would let readers change. */
function canFilter(sheet: Sheet): boolean {
  return sheet.rowIds === undefined && listRows(sheet).length > 0;
}

/** The heading and the rows, without what is left out and the sums, so that those stay when rows are hidden. */
function filterRange(sheet: Sheet): string {
  const last = headingRow(sheet) + sheet.rows.length;
  return `A${headingRow(sheet)}:${columnLetter(sheet.columns.length - 1)}${last}`;
}

function listNames(sheets: readonly Sheet[], names: readonly string[]): string {
  const defined = sheets.flatMap((sheet, place) => {
    const name = escapeXml(`'${names[place]}'!`);
    const scope = `localSheetId="${place}"`;
    const heading = headingRow(sheet);
    const filter = filterRange(sheet).replace(/([A-Z]+)(\d+)/g, '$$$1$$$2');
    return [
      ...(canFilter(sheet)
        ? [`<definedName name="_xlnm._FilterDatabase" ${scope} hidden="1">${name}${filter}</definedName>`]
        : []),
      `<definedName name="_xlnm.Print_Titles" ${scope}>${name}$${heading}:$${heading}</definedName>`,
    ];
  });
  return `<definedNames>${defined.join('')}</definedNames>`;
}

function writeProperties({ title, subject, language, createdAt }: DocumentProperties): string {
  const created = createdAt
    ? `<dcterms:created xsi:type="dcterms:W3CDTF">${escapeXml(createdAt)}</dcterms:created>`
    : '';
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title)}</dc:title><dc:subject>${escapeXml(subject)}</dc:subject><dc:creator>Purser</dc:creator>${created}<dc:language>${escapeXml(language)}</dc:language></cp:coreProperties>`;
}

/** The library wrote `found`; a version of it that no longer does must not pass unseen. */
function replaceOnce(xml: string, found: string, replacement: string): string {
  const place = xml.indexOf(found);
  if (place < 0) throw new TypeError(`the workbook library wrote no ${found}`);
  return `${xml.slice(0, place)}${replacement}${xml.slice(place + found.length)}`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
