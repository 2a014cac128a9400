import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readBicep } from './bicep/file.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every Bicep file of the repository, as text and as read. */
export const sources: ReadonlyMap<string, string> = new Map(
  globSync('infra/**/*.bicep', { cwd: ROOT })
    .sort()
    .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]),
);
export const infrastructure = readBicep(sources);

/** The infrastructure with one piece of one file's text put otherwise, to see whether a check notices. */
export function changeInfrastructure(path: string, from: string, to: string) {
  const source = sources.get(path) ?? '';
  if (!source.includes(from)) throw new Error(`${path} has no ${from}`);
  return readBicep(new Map([...sources, [path, source.replace(from, to)]]));
}
