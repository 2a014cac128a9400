import { ConfigurationError } from '../../shared/model/errors.ts';

/** Application settings: what Azure puts into the environment of the app. */
export type Settings = Readonly<Record<string, string | undefined>>;

/**
 * Replaces every `%NAME%` by the setting of that name, as Azure does in schedules and queue names.
 * @param place where the text stands, for the message
 * @throws ConfigurationError when a setting is missing or empty
 */
export function resolveSettings(text: string, settings: Settings, place: string): string {
  return text.replaceAll(/%([^%]*)%/g, (_, name: string) => {
    const value = settings[name];
    if (value) return value;
    throw new ConfigurationError(
      `${place}: "${text}" names the application setting "${name}", which is not set.`,
      `Set ${name} in the environment of the host.`,
    );
  });
}

/**
 * The connection string that a binding's `connection` names: `AzureWebJobs<name>` before `<name>`, as in Azure.
 * @throws ConfigurationError when neither is set
 */
export function findConnection(name: string, settings: Settings, place: string): string {
  const value = settings[`AzureWebJobs${name}`] ?? settings[name];
  if (value) return value;
  throw new ConfigurationError(
    `${place}: the connection "${name}" is not set.`,
    `Set ${name} to a storage connection string; the local host knows no identity-based connections.`,
  );
}
