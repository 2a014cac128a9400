import type { Config } from './schema.ts';

/** An environment variable that the configuration names and that is not set. */
export interface MissingVariable {
  readonly variable: string;
  /** Where the configuration names it: `audiences > finance > teamsWebhookEnv`. */
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** Which environment variables the configuration names that are absent or empty in `env`, by place. */
export function checkEnvironment(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): readonly MissingVariable[] {
  const { ownership: _labelsOfAnyName, ...settings } = config;
  return [...listVariables(settings, [])]
    .filter(({ variable }) => !env[variable]?.trim())
    .map(({ variable, path }) => ({
      variable,
      path,
      message: `${path} names the environment variable ${variable}, which is not set`,
      remedy: `Set ${variable}, in Azure as an application setting with a Key Vault reference.`,
    }));
}

function* listVariables(
  value: unknown,
  path: readonly string[],
): Iterable<{ readonly variable: string; readonly path: string }> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, part] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? `entry ${Number(key) + 1}` : key];
    if (key.endsWith('Env') && typeof part === 'string') yield { variable: part, path: here.join(' > ') };
    else yield* listVariables(part, here);
  }
}
