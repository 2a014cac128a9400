import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Complaint, ConfigProblem } from './problem.ts';

const LARGEST_FILE = 1_000_000;
const MOST_ALIASES = 100;

/** A YAML file taken apart: its value, and where each part of it stands. */
export interface YamlFile {
  readonly value: unknown;
  /** Puts a complaint in its place in the file; a missing part stands where its parent does. */
  locate(complaint: Complaint): ConfigProblem;
}

/** Reads the text of a YAML file, or says what keeps it from being read. Nothing of the text is repeated. */
export function readYaml(text: string): YamlFile | readonly ConfigProblem[] {
  if (text.length > LARGEST_FILE) {
    return [fileProblem('is longer than a megabyte', 'Check that this is the configuration file.')];
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', lineCounter: lines });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) return explainFaults(faults, lines);
  const alias = findBadAlias(document);
  if (alias) return [{ ...positionAt(lines, alias.node), path: 'this alias', ...alias.words }];
  if (document.contents === null) {
    return [fileProblem('is empty', 'Start from purser.example.yaml.')];
  }
  return {
    value: document.toJS({ maxAliasCount: MOST_ALIASES }),
    locate: (complaint) => locate(document, lines, complaint),
  };
}

function fileProblem(message: string, remedy: string): ConfigProblem {
  return { line: 1, column: 1, path: 'the file', message, remedy };
}

const FAULTS: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  DUPLICATE_KEY: ['stands here a second time', 'Keep one of the two, or merge them.'],
  TAB_AS_INDENT: ['is indented with a tab', 'Indent with spaces.'],
  MISSING_CHAR: ['lacks a closing quote, bracket or colon', 'Close what was opened on this line or before.'],
  BAD_INDENT: ['is not indented like its neighbours', 'Indent what belongs together by the same spaces.'],
  BLOCK_AS_IMPLICIT_KEY: [
    'has two colons',
    'Put the value in quotes, or write the inner setting on a line of its own.',
  ],
  BAD_SCALAR_START: ['begins with a character that YAML keeps for itself', 'Put the value in quotes.'],
  MULTIPLE_DOCS: ['begins a second document', 'Keep one document: remove this --- and what does not belong.'],
  TAG_RESOLVE_FAILED: [
    'has a YAML tag that means nothing here',
    'Remove the tag, or put the value in quotes.',
  ],
};

/** The first fault of each line: what follows it there is mostly its echo. */
function explainFaults(faults: readonly YAMLError[], lines: LineCounter): ConfigProblem[] {
  const byLine = new Map<number, ConfigProblem>();
  for (const fault of faults.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const problem = explainFault(fault, lines);
    if (!byLine.has(problem.line)) byLine.set(problem.line, problem);
  }
  return [...byLine.values()];
}

function explainFault(fault: YAMLError, lines: LineCounter): ConfigProblem {
  const { line, col } = lines.linePos(fault.pos[0]);
  const [message, remedy] = FAULTS[fault.code] ?? [
    'is not valid YAML',
    'Check indentation, quotes and brackets here and on the line before.',
  ];
  const path = fault.code === 'DUPLICATE_KEY' ? 'this key' : 'this line';
  return { line: Math.max(1, line), column: Math.max(1, col), path, message, remedy };
}

interface BadAlias {
  readonly node: Node;
  readonly words: Pick<ConfigProblem, 'message' | 'remedy'>;
}

/** Aliases may repeat a part of the file; they may not multiply it (aliases of aliases) or contain themselves. */
function findBadAlias(document: Document): BadAlias | undefined {
  let count = 0;
  let bad: BadAlias | undefined;
  visit(document, {
    Alias(_key, node) {
      const target = node.resolve(document);
      count++;
      if (target === undefined) {
        bad = { node, words: { message: 'refers to nothing', remedy: 'Set its anchor (&name) above it.' } };
      } else if (count > MOST_ALIASES || containsAlias(target)) {
        bad = {
          node,
          words: {
            message: 'goes too far: 100 aliases are allowed, none of them leading to another',
            remedy: 'Write the value out.',
          },
        };
      }
      return bad ? visit.BREAK : undefined;
    },
  });
  return bad;
}

function containsAlias(node: Node): boolean {
  let found = false;
  visit(node, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

function locate(document: Document, lines: LineCounter, complaint: Complaint): ConfigProblem {
  const words: string[] = [];
  let node: unknown = document.contents;
  let place: Node | null = document.contents;
  for (const [depth, step] of complaint.path.entries()) {
    const container = isAlias(node) ? node.resolve(document) : node;
    const last = depth === complaint.path.length - 1;
    let value: unknown;
    if (isMap(container)) {
      const pair = container.items.find((item) => keyOf(item.key) === String(step));
      value = pair?.value;
      if (isNode(pair?.key) && ((last && complaint.part === 'key') || !hasPlace(value))) place = pair.key;
      else if (hasPlace(value)) place = value;
    } else if (isSeq(container)) {
      value = container.items[Number(step)];
      if (hasPlace(value)) place = value;
    }
    words.push(typeof step === 'number' ? `entry ${step + 1}${nameOf(value, document)}` : String(step));
    node = value;
  }
  const { message, remedy } = complaint;
  return { ...positionAt(lines, place), path: words.join(' > ') || 'the file', message, remedy };
}

function positionAt(lines: LineCounter, node: Node | null): Pick<ConfigProblem, 'line' | 'column'> {
  const { line, col } = lines.linePos(node?.range?.[0] ?? 0);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isCollection(value) || isAlias(value);
}

/** A value left empty has no place of its own: its key stands for it. */
function hasPlace(value: unknown): value is Node {
  return isNode(value) && !(isScalar(value) && value.value === null && !value.source);
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** What tells entries of a list apart for a reader: a team's id, an extra's name, a rule's or endpoint's target. */
function nameOf(value: unknown, document: Document): string {
  const entry = isAlias(value) ? value.resolve(document) : value;
  if (!isMap(entry)) return '';
  for (const key of ['id', 'name', 'namespace', 'cluster']) {
    const name = entry.get(key);
    if (typeof name === 'string' && /^[\w*.-]{1,40}$/.test(name)) return ` (${name})`;
  }
  return '';
}
