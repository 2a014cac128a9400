/**
 * Breaks text into lines of at most `width` characters where it has spaces. What has none, such as an address, is
 * longer than that rather than broken. The first line begins with `first`, the others with `rest`.
 */
export function wrapText(
  text: string,
  width: number,
  { first = '', rest = '' }: { readonly first?: string; readonly rest?: string } = {},
): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${rest}${word}`;
    } else line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join('\n');
}
