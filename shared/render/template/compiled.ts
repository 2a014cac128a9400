import { createRequire } from 'node:module';
import { ConfigurationError } from '../../model/errors.ts';
import type { MakeTemplate } from './engine.ts';

const FILE = '#templates/compiled/templates.cjs';
let loaded: ReadonlyMap<string, MakeTemplate> | undefined;

/**
 * Purser's own templates by file, as scripts/templates.ts compiled them: running a compiled template needs a
 * fraction of the code that compiles one.
 * @throws ConfigurationError when they were not built
 */
export function loadCompiled(): ReadonlyMap<string, MakeTemplate> {
  loaded ??= new Map(
    Object.entries(requireCompiled()).map(([file, compiled]) => [
      file,
      (engine) => engine.template(compiled),
    ]),
  );
  return loaded;
}

function requireCompiled(): Readonly<Record<string, TemplateSpecification>> {
  try {
    return createRequire(import.meta.url)(FILE);
  } catch (cause) {
    throw new ConfigurationError('The templates of reports are not compiled.', 'Run: npm run build', {
      cause,
    });
  }
}
