import fc from 'fast-check';
import { expect, it } from 'vitest';
import { layTable } from '../../shared/render/template/textTable.ts';
import { wrapText } from '../../shared/render/template/wrap.ts';
import { barCell, numberCell, type Table, textCell, wordCell } from '../../shared/render/view/table.ts';

const WORD = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcdef') });
const WORDS = fc.array(WORD, { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));

const TABLE: Table = {
  title: '',
  note: '',
  columns: [
    { label: 'Team', isRight: false, isBar: false },
    { label: 'Share', isRight: false, isBar: true },
    { label: 'Amount', isRight: true, isBar: false },
  ],
  rows: [
    { head: textCell('Payments', { sub: 'CC-1' }), cells: [barCell(100), numberCell('€1,234.56')] },
    { head: textCell('Shop', { link: 'https://shop.example/' }), cells: [barCell(12), numberCell('€0.10')] },
  ],
  more: '',
  empty: '',
};

it('lays out a table in columns, numbers on the right, with what belongs to a row below it', () => {
  expect(layTable(TABLE, 78)).toBe(
    [
      'Team      Share          Amount',
      '--------  ----------  ---------',
      'Payments  ##########  €1,234.56',
      '    CC-1',
      'Shop      ##              €0.10',
      '    https://shop.example/',
    ].join('\n'),
  );
});

it('keeps a table within its width as long as its numbers leave room, and loses no word', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(WORDS, WORDS, WORD), { minLength: 1, maxLength: 5 }), (rows) => {
      const text = layTable(
        {
          ...TABLE,
          columns: ['First', 'Second', 'Third'].map((label) => ({ label, isRight: false, isBar: false })),
          rows: rows.map(([head, words, word]) => ({
            head: textCell(head),
            cells: [textCell(words), wordCell(word)],
          })),
        },
        78,
      );
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(78);
      const said = rows.flat().flatMap((words) => words.split(' '));
      const shown = text.split(/\s+/).filter((word) => /^[a-f]+$/.test(word));
      expect(shown.sort()).toEqual(said.sort());
    }),
  );
});

it('wraps text at spaces, with something before each line, and loses no word', () => {
  fc.assert(
    fc.property(WORDS, fc.integer({ min: 20, max: 78 }), (text, width) => {
      const lines = wrapText(text, width, { first: '- ', rest: '  ' }).split('\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
      expect(lines.map((line) => line.slice(2)).join(' ')).toBe(text);
    }),
  );
});

it('leaves an address whole, however long it is', () => {
  const address = `https://portal.example/${'a'.repeat(100)}`;
  expect(wrapText(`see ${address} now`, 40)).toBe(`see\n${address}\nnow`);
});
