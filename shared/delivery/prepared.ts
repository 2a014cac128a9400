import type { Config } from '../config/schema.ts';
import type { PlannedRecipient } from '../model/recipient.ts';
import type { DeliverTask } from '../model/tasks.ts';
import { dayOf } from '../model/time.ts';
import type { Templates } from '../render/template/template.ts';
import type { Report } from '../reports/report.ts';
import { type MessageFile, writeMessage } from './archive.ts';
import type { Message } from './channel.ts';
import { composeMessage, messageOptions } from './message.ts';
import { collectReasons } from './outcomes.ts';

/** What is sent, and to whom and why. */
export interface DeliveryContent {
  readonly report: Report;
  readonly config: Config;
  /** Mail templates with some of the organisation's own; without them, Purser's. */
  readonly ownTemplates?: Templates | undefined;
  /** Absent where it is not known why somebody gets it. */
  readonly planned?: readonly PlannedRecipient[];
}

/** A message as it would be sent now, with the files that the archive keeps of it. */
export interface PreparedMessage {
  readonly message: Message;
  /** Its source comes first; see {@link writeMessage}. */
  readonly files: readonly [MessageFile, ...MessageFile[]];
}

/**
 * Composes what a task sends: the same for a preview and for sending, byte for byte.
 * @param names the addresses that the transport sends it to
 */
export async function composeDelivery(
  task: DeliverTask,
  names: readonly string[],
  { report, config, ownTemplates, planned = [] }: DeliveryContent,
): Promise<PreparedMessage> {
  const sentAgainOn = task.resend && !task.preview && task.at ? dayOf(new Date(task.at)) : undefined;
  const note = { reasons: collectReasons(planned), sentAgainOn };
  const message = await composeMessage(
    { ...report, delivery: note },
    task,
    messageOptions(config, ownTemplates),
  );
  return { message, files: await writeMessage(message, config, names) };
}
