/**
 * Tells whether `pattern` matches the whole of `value`; `*` stands for any run of characters, the empty one
 * included, and every other character for itself, in upper or lower case alike: Azure itself writes its names and
 * ids in either. Takes linear time for any pattern, since both sides may come from people.
 */
export function matchesPattern(value: string, pattern: string): boolean {
  return matchesExactly(value.toLowerCase(), pattern.toLowerCase());
}

function matchesExactly(value: string, pattern: string): boolean {
  const [head = '', ...middle] = pattern.split('*');
  const tail = middle.pop();
  if (tail === undefined) return value === pattern;
  if (!value.startsWith(head)) return false;
  let from = head.length;
  for (const part of middle) {
    const at = value.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return value.length - tail.length >= from && value.endsWith(tail);
}
