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

/** A quotation mark. */
const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath fill=%22%231f6b45%22 d=%22M2 9V6l2-4h3L5 7h2v6H2zM9 9V6l2-4h3l-2 5h2v6H9z%22/%3E%3C/svg%3E';

export function page({ title, head = html``, main }: PageParts): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="${ICON}">
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
