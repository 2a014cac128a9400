import Handlebars from 'handlebars';
import { ASSET_LINKS } from '../render/page/assets.ts';
import type { HttpAnswer, HttpQuestion } from './exchange.ts';
import { INDEX_ADDRESS } from './links.ts';
import { prefersPage } from './negotiation.ts';
import { ProblemSchema } from './problem.ts';

/** The same words for somebody who looks at them in a browser; names and texts are escaped. */
const fill = Handlebars.compile(
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{problem.title}}</title>
<link rel="stylesheet" href="{{style}}">
</head>
<body>
<header class="bar"><div class="wide"><a class="home" href="{{index}}">Purser</a></div></header>
<main class="wide">
<header class="head"><h1>{{problem.title}}</h1></header>
<p>{{problem.detail}}</p>
<p>{{problem.remedy}}</p>
{{#if problem.links}}<ul>
{{#each problem.links}}<li><a href="{{href}}">{{title}}</a></li>
{{/each}}</ul>
{{/if}}<p><small>{{problem.status}} · {{problem.instance}}</small></p>
</main>
</body>
</html>
`,
);

/** Makes a page of problem details for a person whose browser would rather have one. */
export function showProblem(
  question: Pick<HttpQuestion, 'door' | 'headers'>,
  answer: HttpAnswer,
): HttpAnswer {
  const isProblem = answer.headers['Content-Type'] === 'application/problem+json';
  if (!isProblem || question.door !== 'browser' || !prefersPage(question.headers)) return answer;
  const problem = ProblemSchema.parse(JSON.parse(String(answer.body)));
  return {
    ...answer,
    headers: { ...answer.headers, 'Content-Type': 'text/html; charset=utf-8', Vary: 'Accept' },
    body: fill({ problem, style: ASSET_LINKS.style, index: INDEX_ADDRESS }),
  };
}
