/**
 * Whether `x-ms-client-principal` says who asks. It does so only when two agree: the installation, by the setting
 * `PURSER_IDENTITY=platform`, and the platform, which says by `WEBSITE_AUTH_ENABLED` (Microsoft Learn, "Environment
 * variables and app settings in Azure App Service": read-only, injected) that it authenticates requests and so removes
 * such a header when a client sends it. One alone is not enough: with authentication switched off by mistake the header
 * would be anybody's to write.
 */
export function isSignedInByPlatform(
  identity: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return identity === 'platform' && environment.WEBSITE_AUTH_ENABLED?.toLowerCase() === 'true';
}
