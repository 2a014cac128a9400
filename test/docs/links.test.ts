import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../shared/http/operations.ts';
import { QUEUES } from '../../shared/store/queues.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const DOCS = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Everything that a pattern's first group finds in the docs, with the file it stands in. */
function findAll(pattern: RegExp): readonly { readonly file: string; readonly found: string }[] {
  return DOCS.flatMap((file) => [...read(file).matchAll(pattern)].map(([, found = '']) => ({ file, found })));
}

/** A heading's anchor as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsIn(file: string): readonly string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
}

describe('the documentation', () => {
  it('links to files, pictures and headings that are there', () => {
    const links = findAll(/\]\(([^)\s]+)\)/g).filter(({ found }) => !/^[a-z]+:/.test(found));
    expect(links.length).toBeGreaterThan(20);
    const broken = links.filter(({ file, found }) => {
      const [path = '', anchor] = found.split('#');
      const target = path === '' ? file : join(dirname(file), path);
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && !anchorsIn(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('is linked to from the README, page by page', () => {
    const linked = [...read('README.md').matchAll(/\]\((docs\/[^)#]+\.md)/g)].map(([, file]) => file);
    expect(DOCS.filter((file) => file !== 'README.md' && !linked.includes(file))).toEqual([]);
  });

  it('shows every picture that is kept', () => {
    const shown = new Set(findAll(/\]\(([^)\s]+)\)/g).map(({ file, found }) => join(dirname(file), found)));
    const kept = readdirSync(join(ROOT, 'docs/images')).map((name) => `docs/images/${name}`);
    expect(kept.filter((file) => !shown.has(file))).toEqual([]);
  });

  it('names scripts that are in package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Record<string, string> };
    const unknown = findAll(/npm run ([\w-]+)/g).filter(({ found }) => !(found in scripts));
    expect(unknown).toEqual([]);
    const files = findAll(/node (scripts\/[\w/]+\.ts)/g).filter(
      ({ found }) => !existsSync(join(ROOT, found)),
    );
    expect(files).toEqual([]);
  });

  it('names commands and options that the command line has', () => {
    const help = execFileSync(process.execPath, [join(ROOT, 'local/cli.ts'), 'help'], { encoding: 'utf8' });
    const commands = new Set([...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command));
    const lines = findAll(/npm run purser -- ([a-z][^`\n]*)/g);
    expect(lines.length).toBeGreaterThan(5);
    const wrong = lines.filter(({ found }) => {
      const options = [...found.matchAll(/--[a-z-]+/g)].map(([option]) => option);
      return (
        !commands.has(/^[a-z]+/.exec(found)?.[0] ?? '') ||
        options.some((option) => !help.includes(option) && option !== '--state')
      );
    });
    expect(wrong).toEqual([]);
  });

  it('names settings that the app reads', () => {
    const settings = Object.keys(JSON.parse(read('infra/app-settings.json')) as object);
    const unknown = findAll(/\b(PURSER_[A-Z_]+)\b/g).filter(({ found }) => !settings.includes(found));
    // What `azd` keeps for the deployment is no setting of the app.
    const deployment = read('infra/main.parameters.json') + read('infra/main.bicep') + read('azure.yaml');
    expect(unknown.filter(({ found }) => !deployment.includes(found))).toEqual([]);
  });
});

describe('what an operator is told', () => {
  const operate = read('docs/operate.md');

  it('has every setting of the app, every table, container and queue, and every address', () => {
    const settings = Object.keys(JSON.parse(read('infra/app-settings.json')) as object);
    const kept = [...read('shared/store/open.ts').matchAll(/(?:table|container)\('([\w-]+)'\)/g)].map(
      ([, name = '']) => name,
    );
    expect(kept.length).toBeGreaterThan(10);
    const addresses = OPERATIONS.map(({ method, path }) => `${method} /api/${path}`);
    const asked = [...settings, ...kept, ...Object.values(QUEUES), ...addresses];
    expect(asked.filter((name) => !operate.includes(`\`${name}`))).toEqual([]);
  });
});
