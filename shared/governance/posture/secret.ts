/** What names of variables that hold secrets end with; `TOKEN_TTL` and `PASSWORD_FILE` hold none. */
const SECRET_WORDS = [
  'passwd|password|pwd|passphrase',
  'secret|client_?secret|credentials?',
  'token|sas',
  'api_?key|access_?key|account_?key|private_?key',
  'connection_?string|conn_?str',
];
const SECRET_NAME = new RegExp(`(^|[_.-])(${SECRET_WORDS.join('|')})([_.-]?\\d+)?$`, 'i');

/** Values that are secrets whatever their variable is called. */
const SECRET_VALUE = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)\s*=\s*[^;\s$][^;]*/i,
  /[?&]sig=[A-Za-z0-9%+/]{20,}/,
  /^eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*$/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@$]+@/i,
];

/** What needs no hiding under whatever name: nothing, a switch, a small number, another variable, a path. */
const PLAIN_VALUE = /^(|true|false|yes|no|on|off|none|null|\d{1,5}|\$\([^)]*\)|\/[^\s]*)$/i;

/** CamelCase names are cut into words, so that `dbPassword` is read as `db_Password`. */
const WORD_BORDER = /([a-z0-9])([A-Z])/g;

/**
 * Judges a value that is written out in a manifest by its variable's name and by its form. It errs on the
 * side of silence: a password under an innocent name is not found.
 */
export function readLiteral(name: string, value: string): 'secret' | 'plain' {
  if (PLAIN_VALUE.test(value.trim())) return 'plain';
  if (SECRET_VALUE.some((form) => form.test(value))) return 'secret';
  return SECRET_NAME.test(name.replace(WORD_BORDER, '$1_$2')) ? 'secret' : 'plain';
}
