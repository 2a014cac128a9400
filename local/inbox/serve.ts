import { endGracefully } from '../host/child.ts';
import { startInbox } from './inbox.ts';

/**
 * The inbox as a process. Environment: PURSER_INBOX_DIR, PURSER_INBOX_PORT and PURSER_SMTP_PORT (default: any that are
 * free). Prints one line of JSON, `{url, smtpPort}`, when it is ready.
 */
async function main(): Promise<void> {
  const { env } = process;
  const inbox = await startInbox({
    directory: env.PURSER_INBOX_DIR ?? '.purser/inbox',
    port: Number(env.PURSER_INBOX_PORT ?? 0),
    smtpPort: Number(env.PURSER_SMTP_PORT ?? 0),
  });
  endGracefully(inbox.close);
  process.stdout.write(`${JSON.stringify({ url: inbox.url, smtpPort: inbox.smtpPort })}\n`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
