import { z } from 'zod';
import { parseAmount } from '../model/money.ts';
import { parseDay } from '../model/time.ts';

/** The kinds of value that the configuration is made of. */

export const text = z.string().trim().min(1);
export const identifier = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'use lower-case letters, digits and hyphens, starting with a letter or digit',
  );
export const mailAddress = z.email('write a mail address such as lead@contoso.com');
export const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'name an environment variable; never write the secret itself here')
  .refine((name) => !resemblesSecret(name), {
    error:
      'name an environment variable in capitals, such as SMTP_PASSWORD; never write the secret itself here',
  });
export const webUrl = z
  .url({ protocol: /^https?$/, error: 'write a whole URL, starting with https://' })
  .refine((url) => !/^[^/]*\/\/[^/?#]*@/.test(url), {
    error: 'take the user name and password out of the URL; secrets come from environment variables',
  });

export const day = z.string().refine((value) => parseDay(value) !== undefined, {
  error: 'write a day such as 2026-11-01',
});
export const pattern = text.describe('Matches the whole value; * stands for any run of characters.');

/**
 * A secret pasted where a name belongs, as far as that can be told: words of lower-case letters and digits
 * without an underscore, as passwords and keys are, or longer than any sensible name.
 */
function resemblesSecret(name: string): boolean {
  return name.length > 64 || (/[a-z]/.test(name) && /\d/.test(name) && !name.includes('_'));
}

/** Six decimals at most, so that a weight is a whole number of millionths. */
export function hasSixDecimals(weight: number): boolean {
  return (parseAmount(weight) ?? 0n) % 10n ** 22n === 0n;
}
