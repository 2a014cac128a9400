import { type Html, html, toSafeLink } from './html.ts';

/** An escaped character, bold, italic, a link, a line end; the order decides what wins where two begin together. */
const TOKEN =
  /\\(?<escaped>[!-/:-@[-`{-~])|\*\*(?<bold>.+?)\*\*|(?<![\w*])[_*](?<italic>[^\s_*][^_*]*?)[_*](?![\w*])|\[(?<label>[^\]]+)\]\((?<address>[^)\s]+)\)|(?<end>\n)/g;

/** The little of Markdown that Adaptive Cards have in texts: bold, italic, links, and escapes by backslash. */
export function renderMarkdown(text: string): Html {
  const parts: (Html | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    parts.push(text.slice(from, match.index));
    parts.push(renderToken(match.groups ?? {}));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return html`${parts}`;
}

function renderToken(groups: Readonly<Record<string, string | undefined>>): Html | string {
  const { escaped, bold, italic, label, address } = groups;
  if (escaped !== undefined) return escaped;
  if (bold !== undefined) return html`<strong>${renderMarkdown(bold)}</strong>`;
  if (italic !== undefined) return html`<em>${renderMarkdown(italic)}</em>`;
  if (label === undefined) return html`<br>`;
  const link = toSafeLink(address);
  const shown = renderMarkdown(label);
  return link === undefined ? shown : html`<a href="${link}" rel="noreferrer noopener">${shown}</a>`;
}
