/** Compiles the templates before any test runs, unless they are up to date. */
export async function setup(): Promise<void> {
  await import('../scripts/templates.ts');
}
