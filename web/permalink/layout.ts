/** The frame of every page here: one style sheet, no script that a page could not do without. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface PageParts {
  title: string;
  /** What else stands in the head. */
  head?: Html;
  main: Html;
}

export function page({ title, head = html``, main }: PageParts): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/assets/permalink.css">
<script type="module" src="/assets/permalink.js"></script>
${head}
</head>
<body>
<header class="site"><a href="/">On Record</a> <span>what officials actually said</span></header>
<main>${main}</main>
</body>
</html>
`;
}
