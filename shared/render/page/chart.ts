import { toPlainLine } from '../plainText.ts';

/**
 * A picture as the parts of an inline SVG. Lengths across are percent of its width, which is the page's, so that
 * letters keep their size on a phone; lengths down are pixels. Colours are classes of the style sheet, `s1` to `s6`.
 */
export interface Chart {
  readonly id: string;
  readonly title: string;
  /** The figures in a sentence, for those who do not see it. */
  readonly text: string;
  readonly height: number;
  readonly bars: readonly {
    readonly x: string;
    readonly y: number;
    readonly width: string;
    readonly height: number;
    readonly colour: string;
    readonly title: string;
  }[];
  readonly rules: readonly {
    readonly x: string;
    readonly to: string;
    readonly y: number;
    readonly style: string;
  }[];
  readonly labels: readonly {
    readonly x: string;
    readonly y: number;
    readonly anchor: 'start' | 'middle' | 'end';
    readonly style: string;
    readonly text: string;
  }[];
  readonly legend: readonly { readonly colour: string; readonly text: string }[];
}

/** A part of a bar that lies in a table's cell: from `x`, both in percent. */
export interface StackPart {
  readonly x: string;
  readonly width: string;
  readonly colour: string;
  readonly title: string;
}

/** One value of a series, above or below zero, in any one unit. */
export interface Portion {
  readonly value: number;
  readonly colour: string;
  readonly title: string;
}

/** Parts of a bar beside each other; what is below zero has no length. @param whole what 100 % is */
export function stackParts(portions: readonly Portion[], whole: number): readonly StackPart[] {
  if (whole <= 0) return [];
  let from = 0;
  return portions.flatMap(({ value, colour, title }) => {
    const width = (Math.max(0, value) / whole) * 100;
    const x = from;
    from += width;
    return width === 0 ? [] : [{ x: percent(x), width: percent(width), colour, title: toPlainLine(title) }];
  });
}

const TOP = 22;
const FOOT = 22;
const PLOT = 150;

/** Columns side by side, each of portions on top of each other. A column without portions is a gap with a word in it. */
export function drawColumns(spec: {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly columns: readonly {
    readonly label: string;
    /** What stands above it; what is in place of it where it has no portions. */
    readonly value: string;
    readonly portions: readonly Portion[];
  }[];
  readonly legend?: Chart['legend'];
}): Chart {
  const sums = spec.columns.map(({ portions }) =>
    portions.reduce((sum, { value }) => sum + Math.max(0, value), 0),
  );
  const largest = Math.max(0, ...sums);
  const step = 100 / Math.max(1, spec.columns.length);
  const bars: Chart['bars'][number][] = [];
  const labels: Chart['labels'][number][] = [];
  spec.columns.forEach((column, place) => {
    const middle = percent(step * (place + 0.5));
    let y = TOP + PLOT;
    for (const { value, colour, title } of column.portions) {
      const height = largest === 0 ? 0 : round((Math.max(0, value) / largest) * PLOT);
      if (height === 0) continue;
      y = round(y - height);
      const x = percent(step * (place + 0.18));
      bars.push({ x, y, width: percent(step * 0.64), height, colour, title: toPlainLine(title) });
    }
    labels.push({ x: middle, y: y - 6, anchor: 'middle', style: 'value', text: toPlainLine(column.value) });
    labels.push({
      x: middle,
      y: TOP + PLOT + 16,
      anchor: 'middle',
      style: 'axis',
      text: toPlainLine(column.label),
    });
  });
  return {
    id: spec.id,
    title: toPlainLine(spec.title),
    text: toPlainLine(spec.text, 2_000),
    height: TOP + PLOT + FOOT,
    bars,
    rules: [{ x: '0%', to: '100%', y: TOP + PLOT, style: 'base' }],
    labels,
    legend: spec.legend ?? [],
  };
}

/** One bar of portions beside each other, over the whole width. */
export function drawBar(spec: {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly portions: readonly Portion[];
}): Chart | null {
  const whole = spec.portions.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  const parts = stackParts(spec.portions, whole);
  if (parts.length === 0) return null;
  return {
    id: spec.id,
    title: toPlainLine(spec.title),
    text: toPlainLine(spec.text, 2_000),
    height: 28,
    bars: parts.map((part) => ({ ...part, y: 0, height: 28 })),
    rules: [],
    labels: [],
    legend: spec.portions
      .filter(({ value }) => value > 0)
      .map(({ colour, title }) => ({ colour, text: toPlainLine(title) })),
  };
}

/** A month so far as a bar, with marks above it for what it may come to and what was planned. */
export function drawMonth(spec: {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly spent: Portion;
  readonly ahead: Portion | undefined;
  readonly budget: { readonly value: number; readonly text: string } | undefined;
}): Chart {
  const { spent, ahead, budget } = spec;
  const whole = Math.max(spent.value, ahead?.value ?? 0, budget?.value ?? 0) * 1.02;
  const scale = (value: number): number => (whole <= 0 ? 0 : (Math.max(0, value) / whole) * 100);
  const bars = [ahead, spent].flatMap((portion) =>
    portion
      ? [
          {
            x: '0%',
            y: 26,
            width: percent(scale(portion.value)),
            height: 28,
            colour: portion.colour,
            title: portion.title,
          },
        ]
      : [],
  );
  const mark = budget && scale(budget.value);
  return {
    id: spec.id,
    title: toPlainLine(spec.title),
    text: toPlainLine(spec.text, 2_000),
    height: 62,
    bars:
      mark === undefined
        ? bars
        : [
            ...bars,
            { x: percent(mark), y: 20, width: '2', height: 40, colour: 'mark', title: budget?.text ?? '' },
          ],
    rules: [],
    labels:
      mark === undefined
        ? []
        : [
            {
              x: percent(mark),
              y: 13,
              anchor: mark > 50 ? 'end' : 'start',
              style: 'value',
              text: toPlainLine(budget?.text ?? ''),
            },
          ],
    legend: [spent, ...(ahead ? [ahead] : [])].map(({ colour, title }) => ({ colour, text: title })),
  };
}

function percent(value: number): string {
  return `${round(value)}%`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
