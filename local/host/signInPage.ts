import { html } from '../inbox/html.ts';
import type { Person } from './person.ts';

/**
 * Where one chooses as whom to look at the reports.
 * @param next path to go on to
 */
export function renderSignInPage(
  people: readonly Person[],
  current: Person | undefined,
  next: string,
): string {
  const items = people.map(({ id, name, address }) => {
    const query = new URLSearchParams({ as: id, post_login_redirect_uri: next });
    const mark = id === current?.id ? html` (signed in)` : undefined;
    return html`<li><a href="/.auth/login/local?${query.toString()}">${name}</a> ${address}${mark}</li>`;
  });
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Purser: sign in on this machine</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 36rem; margin: 3rem auto; padding: 0 1rem; }
li { margin: 0.5rem 0; }
</style>
</head>
<body>
<h1>Who is looking?</h1>
<p>On this machine there is no password: choose a person of the demo. In Azure, Microsoft Entra asks here.</p>
<ul>${items}</ul>
</body>
</html>
`.markup;
}
