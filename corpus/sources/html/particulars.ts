/** What a page says about itself: title, day, address and publisher, from its head. */

import { foldSpace } from '../../passage-id.ts';
import { findDate } from '../../transcript/dates.ts';
import { looksLikeTitle } from '../../transcript/metadata.ts';
import { onlyOne } from '../../transcript/named-people.ts';
import { isOfficeWord } from '../../transcript/vocabulary.ts';
import type { Particulars } from '../page.ts';
import type { HtmlContent } from './extract.ts';

/** Names of `<meta>` elements, in the order of trust. Compared in lower case. */
const TITLES = ['og:title', 'articletitle', 'dc.title', 'dcterms.title', 'twitter:title'];
const DAYS = [
  'article:published_time',
  'pubdate',
  'publishdate',
  'publish_date',
  'datepublished',
  'dc.date',
  'dc.date.issued',
  'dcterms.date',
  'dcterms.created',
  'dcterms.issued',
  'date',
];
const SITES = ['og:site_name', 'sitename', 'dc.publisher', 'dcterms.publisher'];

/** The particulars that the head of a page gives. `fetched` is where it came from, if known. */
export function readParticulars(
  content: HtmlContent,
  html: string,
  fetched: string | undefined,
): Particulars {
  const { meta } = content;
  const site = SITES.map((name) => meta.get(name)).find((name) => name !== undefined);
  const titles = findPageTitles(content, site);
  const title = titles.find(looksLikeTitle);
  const days = [
    ...DAYS.map((name) => meta.get(name)),
    /"datePublished"\s*:\s*"([^"]{8,40})"/.exec(html)?.[1],
    content.time,
  ];
  return {
    title,
    fallbackTitle: title === undefined ? titles[0] : undefined,
    date: days.find((text) => text !== undefined && findDate(text) !== undefined),
    site,
    url: findAddress(content, fetched),
    author: findAuthor(content),
  };
}

/** Offices whose holders write what others say. */
const WRITES = /\b(?:press|media|communications?|web|editor(?:ial)?|content|public\saffairs|relations)\b/iu;

/** The one author, where an office stands with the name: pages are mostly written by whoever keeps them. */
function findAuthor({ authors }: HtmlContent): string | undefined {
  const held = authors.some(
    ({ office = '' }) => !WRITES.test(office) && office.split(/[^\p{L}-]+/u).some(isOfficeWord),
  );
  return held ? onlyOne(authors.map(({ name }) => name)) : undefined;
}

/** What the page is called, in one place or another, without the site's own name. */
function findPageTitles({ meta, headings, title: given }: HtmlContent, site: string | undefined): string[] {
  return [...TITLES.map((name) => meta.get(name) ?? ''), ...headings, given]
    .map((title) => withoutSite(foldSpace(title), site))
    .filter((title) => title !== '' && title !== site && title.length <= 300);
}

/** `Press Briefing | The White House`, `发言人答记者问_中华人民共和国外交部`: the site's name goes. */
function withoutSite(title: string, site: string | undefined): string {
  if (site !== undefined && title.endsWith(site)) {
    const bare = title.slice(0, -site.length).replace(/[\s|_–—-]+$/u, '');
    if (bare !== '') return bare;
  }
  const cut = Math.max(title.lastIndexOf(' | '), title.lastIndexOf('_'), title.lastIndexOf(' - '));
  const tail = title.slice(cut).length;
  return cut >= 10 && tail <= 60 && !/\d/.test(title.slice(cut)) ? title.slice(0, cut).trim() : title;
}

/**
 * The address that the page gives itself, which has no tracking in it. A page that was fetched can speak only
 * for its own host.
 */
function findAddress({ meta, canonical }: HtmlContent, fetched: string | undefined): string | undefined {
  const claims = [canonical, meta.get('og:url')];
  for (const claim of claims) {
    if (claim === undefined || !URL.canParse(claim, fetched)) continue;
    const url = new URL(claim, fetched);
    if (!/^https?:$/.test(url.protocol)) continue;
    if (fetched === undefined || url.host === new URL(fetched).host) return url.href;
  }
  return fetched;
}
