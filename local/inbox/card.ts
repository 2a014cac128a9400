import type { Card } from './cardInbox.ts';
import { type Html, html, toSafeLink } from './html.ts';
import { renderMarkdown } from './markdown.ts';

type Element = Readonly<Record<string, unknown>>;

/**
 * Shows an Adaptive Card 1.5 as plain HTML: what reports are made of, not the whole of Teams. What it does not know is
 * shown by its `fallback`, as a client would, or is named.
 */
export function renderCard(card: Card): Html {
  return html`<article class="card">
    ${renderAll(card.body)}
    ${renderActions(card.actions)}
  </article>`;
}

const RENDERERS: Readonly<Record<string, (element: Element) => Html>> = {
  TextBlock: renderTextBlock,
  RichTextBlock: (element) => html`<p>${listOf(element.inlines).map((run) => textOf(run.text))}</p>`,
  FactSet: renderFactSet,
  Table: renderTable,
  ColumnSet: renderColumnSet,
  Container: (element) =>
    html`<div class="${classesOf('container', element.style)}">${renderAll(element.items)}</div>`,
  ActionSet: (element) => renderActions(element.actions),
};

function renderAll(elements: unknown): readonly Html[] {
  return listOf(elements)
    .filter((element) => element.isVisible !== false)
    .map(renderElement);
}

function renderElement(element: Element): Html {
  const render = RENDERERS[String(element.type)];
  if (render) return html`${element.separator === true ? html`<hr>` : ''}${render(element)}`;
  const { fallback } = element;
  if (fallback === 'drop') return html``;
  if (isElement(fallback)) return renderElement(fallback);
  return html`<p class="note">Not shown here: ${textOf(element.type ?? 'an element without a type')}</p>`;
}

function renderTextBlock(element: Element): Html {
  const classes = classesOf('text', element.size, element.weight, element.color);
  const subtle = element.isSubtle === true ? ' subtle' : '';
  const text = renderMarkdown(textOf(element.text));
  return element.style === 'heading'
    ? html`<h2 class="${classes}${subtle}">${text}</h2>`
    : html`<p class="${classes}${subtle}">${text}</p>`;
}

function renderFactSet(element: Element): Html {
  const facts = listOf(element.facts).map(
    (fact) => html`<tr><th scope="row">${renderMarkdown(textOf(fact.title))}</th>
      <td>${renderMarkdown(textOf(fact.value))}</td></tr>`,
  );
  return html`<table class="facts"><tbody>${facts}</tbody></table>`;
}

function renderTable(element: Element): Html {
  const hasHead = element.firstRowAsHeaders !== false;
  const columns = listOf(element.columns).map(({ width }) => toShare(width));
  const total = columns.reduce((sum, share) => sum + share, 0);
  const rows = listOf(element.rows).map((row, index) => {
    const cells = listOf(row.cells).map((cell, column) => {
      const align = alignOf(cell) ?? alignOf(listOf(element.columns)[column]);
      const content = renderAll(cell.items);
      return hasHead && index === 0
        ? html`<th scope="col" class="${align ?? ''}">${content}</th>`
        : html`<td class="${align ?? ''}">${content}</td>`;
    });
    return html`<tr>${cells}</tr>`;
  });
  const widths = columns.map((share) => html`<col width="${Math.round((share / total) * 100)}%">`);
  return html`<div class="wide"><table class="grid"><colgroup>${widths}</colgroup>${rows}</table></div>`;
}

function renderColumnSet(element: Element): Html {
  const columns = listOf(element.columns);
  const shares = columns.map(({ width }) => toShare(width));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const cells = columns.map((column, index) => {
    const width = Math.round(((shares[index] ?? 1) / total) * 100);
    return html`<td width="${width}%" class="${classesOf('column', column.style)}">${renderAll(column.items)}</td>`;
  });
  return html`<table class="columns" role="presentation"><tr>${cells}</tr></table>`;
}

function renderActions(actions: unknown): Html {
  const shown = listOf(actions).map((action) => {
    const title = textOf(action.title ?? 'Open');
    const link = action.type === 'Action.OpenUrl' ? toSafeLink(action.url) : undefined;
    return link === undefined
      ? html`<span class="note">${title} (${textOf(action.type)})</span>`
      : html`<a class="button" href="${link}" rel="noreferrer noopener">${title}</a>`;
  });
  return shown.length === 0 ? html`` : html`<p class="actions">${shown}</p>`;
}

/** A weight, or what stands for one: widths in pixels and `auto` are shared out as well. */
function toShare(width: unknown): number {
  return typeof width === 'number' && width > 0 ? width : 1;
}

function alignOf(element: Element | undefined): string | undefined {
  const align = element?.horizontalAlignment ?? element?.horizontalCellContentAlignment;
  return typeof align === 'string' ? align.toLowerCase() : undefined;
}

/** Class names of words such as `Attention`; anything that is no word is left out. */
function classesOf(...words: readonly unknown[]): string {
  return words
    .filter((word) => typeof word === 'string' && /^[a-z]+$/i.test(word))
    .map((word) => String(word).toLowerCase())
    .join(' ');
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function listOf(value: unknown): readonly Element[] {
  return Array.isArray(value) ? value.filter(isElement) : [];
}

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the list shows of a card: its first text. */
export function findTitle(card: Card): string {
  const queue: unknown[] = [card.body];
  while (queue.length > 0) {
    for (const element of listOf(queue.shift())) {
      if (element.type === 'TextBlock' && textOf(element.text) !== '') return textOf(element.text);
      queue.push(element.items, element.columns, element.rows, element.cells);
    }
  }
  return 'A card without text';
}
