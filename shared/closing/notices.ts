/** `unownedShare, coverage`: how lists, messages and commands name what holds a statement. */
export function nameReasons(reasons: readonly { readonly name: string }[]): string {
  return reasons.map(({ name }) => name).join(', ');
}

/** The command that lets a held statement through. */
export function releaseCommand(month: string): string {
  return `npm run purser -- release --period ${month} --reason "…"`;
}
