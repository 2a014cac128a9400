import type { z } from 'zod';
import { type Field, fieldAt } from './fields.ts';
import { type Complaint, quoteValue } from './problem.ts';
import { closestWord } from './spelling.ts';

/** Turns what the schema found wrong into a user's words; `file` is the whole file's value. */
export function explainIssue(issue: z.core.$ZodIssue, file: unknown): readonly Complaint[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => explainUnknownKey([...issue.path, key], fieldAt(issue.path, file)));
  }
  const value = valueAt(issue.path, file);
  const part = issue.code === 'invalid_key' ? 'key' : 'value';
  return [{ path: issue.path, part, ...explainValue(issue, value, fieldAt(issue.path, file)) }];
}

type Words = Pick<Complaint, 'message' | 'remedy'>;

function explainUnknownKey(path: readonly PropertyKey[], parent: Field): Complaint {
  const key = String(path.at(-1));
  const meant = closestWord(key, parent.keys);
  const remedy = meant
    ? `Did you mean ${meant}?`
    : parent.keys.length > 0
      ? `Remove it. What may stand here: ${parent.keys.join(', ')}.`
      : 'Remove it.';
  return { path, part: 'key', message: 'is not a setting that Purser knows', remedy };
}

function explainValue(issue: z.core.$ZodIssue, value: unknown, field: Field): Words {
  const name = String(issue.path.at(-1) ?? '');
  if (value === undefined) return explainMissing(name, field);
  if (value === null) return { message: 'is empty', remedy: `Give it a value. ${field.description}`.trim() };
  if (name.endsWith('Env')) return explainSecret();
  switch (issue.code) {
    case 'invalid_type':
      return explainType(issue.expected, value);
    case 'invalid_value':
      return explainChoice(issue.values, value);
    case 'invalid_union':
      return explainChoice(listOptions(issue), value);
    case 'invalid_key':
      return {
        message: `cannot have the name ${quoteValue(name)}`,
        remedy: toSentence(issue.issues[0]?.message ?? 'choose another name'),
      };
    case 'too_small':
    case 'too_big':
      return explainSize(issue);
    case 'custom':
      return {
        message: typeof issue.params?.wrong === 'string' ? issue.params.wrong : cannotBe(value),
        remedy: toSentence(issue.message),
      };
    default:
      return { message: cannotBe(value), remedy: toSentence(issue.message) };
  }
}

/** What an entry may be; that it may go without saying is no option to write. */
function listOptions(issue: z.core.$ZodIssue): readonly unknown[] {
  const options = 'options' in issue ? (issue.options as readonly unknown[]) : [];
  return options.filter((option) => option !== undefined);
}

function explainMissing(name: string, field: Field): Words {
  return { message: 'is missing', remedy: `Add "${name}:". ${field.description}`.trim() };
}

/** Says nothing of the value: it may be the secret itself. */
function explainSecret(): Words {
  return {
    message: 'should be the name of an environment variable, and looks like something else',
    remedy:
      'Put the secret into an environment variable and write the name of that variable here, in capitals such as SMTP_PASSWORD. If the file was shared with the secret in it, replace the secret.',
  };
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
};

function explainType(expected: string, value: unknown): Words {
  const message = `should be ${TYPES[expected] ?? expected}, but is ${describeValue(value)}`;
  if (expected === 'string' && typeof value !== 'object') {
    return { message, remedy: 'Put it in quotes.' };
  }
  if (expected === 'array') {
    return { message, remedy: 'Write each entry on a line of its own, beginning with a hyphen.' };
  }
  if (expected === 'object' || expected === 'record') {
    return { message, remedy: 'Write each setting on a line of its own, indented, as "name: value".' };
  }
  return { message, remedy: `Write ${TYPES[expected] ?? expected}.` };
}

function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of settings';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

function explainChoice(choices: readonly unknown[], value: unknown): Words {
  const words = choices.map(String);
  const meant = typeof value === 'string' ? closestWord(value, words) : undefined;
  return {
    message: cannotBe(value),
    remedy: `Write ${listChoices(words)}.${meant ? ` Did you mean ${meant}?` : ''}`,
  };
}

function listChoices(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}

function explainSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): Words {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  if (issue.origin === 'string') return { message: 'is empty', remedy: 'Give it a value.' };
  if (issue.origin === 'array') {
    return { message: 'has no entry', remedy: 'Write at least one, beginning with a hyphen.' };
  }
  const bound = issue.code === 'too_small' ? (issue.inclusive ? 'at least' : 'more than') : 'at most';
  return { message: 'is out of range', remedy: `Write a number of ${bound} ${limit}.` };
}

function cannotBe(value: unknown): string {
  return typeof value === 'object' ? 'cannot be used as it is' : `cannot be ${quoteValue(value)}`;
}

function toSentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function valueAt(path: readonly PropertyKey[], file: unknown): unknown {
  return path.reduce((value: unknown, step) => Object(value)[step], file);
}
