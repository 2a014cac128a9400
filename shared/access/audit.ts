import type { Denial } from './denial.ts';
import { isDenial } from './denial.ts';
import type { Reader } from './reader.ts';

/** One attempt to read or to do something over HTTP. */
export interface AccessEvent {
  readonly action: 'listReports' | 'readReport' | 'requestDelivery' | 'requestCollection' | 'readStatus';
  readonly route: 'browser' | 'automation';
  /** Whoever asked; a denial where that is all that is known of them, or where they may not. */
  readonly who: Reader | Denial;
  /** What was asked for, in the words of the request. */
  readonly kind?: string | undefined;
  readonly period?: string | undefined;
  readonly team?: string | undefined;
  readonly format?: string | undefined;
  /** Of an attempt that was not denied: whether it was answered, unchanged since (304), not there, or failed. */
  readonly outcome?: 'answered' | 'notModified' | 'notFound' | 'failed';
}

/** A line of the log: see `Log` of the pipeline. */
export interface AuditEntry {
  readonly level: 'info' | 'warn';
  readonly message: string;
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * The line that the audit log gets of an attempt: who, what and how it ended; neither addresses nor anything of the
 * report's content, and of the request only the words that say what was wanted.
 */
export function describeAccess(event: AccessEvent): AuditEntry {
  const { action, route, who, outcome, ...wanted } = event;
  const denied = isDenial(who) ? who.denied : undefined;
  const words = Object.entries(wanted).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, toLogWord(text)]],
  );
  return {
    level: denied === undefined ? 'info' : 'warn',
    message: denied === undefined ? 'Access' : 'Access denied',
    fields: {
      audit: action,
      route,
      reader: who.id ?? 'nobody',
      ...(isDenial(who) ? {} : { roles: who.roles }),
      ...Object.fromEntries(words),
      outcome: denied === undefined ? (outcome ?? 'answered') : 'denied',
      ...(denied === undefined ? {} : { reason: denied }),
    },
  };
}

const LONGEST_WORD = 64;

/** Printable ASCII, other characters by their number: what only looks like a team's name is seen to be another. */
function toLogWord(text: string): string {
  const word = [...text.slice(0, LONGEST_WORD)]
    .map((character) =>
      /[\x20-\x7e]/.test(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
    )
    .join('');
  return text.length > LONGEST_WORD ? `${word}…` : word;
}
