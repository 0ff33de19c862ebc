/**
 * Rich text of product pages, cleaned when it comes in: a few tags, pictures from our own media, links to the
 * web. What is not on the list goes; of scripts and styles the content goes too. Pure.
 */
import { createRequire } from 'node:module'
import type sanitize from 'sanitize-html'

const require = createRequire(import.meta.url)
/** Loaded when the first text comes in: it brings two parsers, and most starts need neither. */
const library = (): typeof sanitize => require('sanitize-html') as typeof sanitize

const TAGS = [
  'p br hr h2 h3 h4 ul ol li blockquote figure figcaption',
  'b strong i em u s sub sup span a img',
  'table thead tbody tr th td caption',
].flatMap((some) => some.split(' '))

const OPTIONS: sanitize.IOptions = {
  allowedTags: TAGS,
  allowedAttributes: {
    a: ['href', 'rel'],
    img: ['src', 'alt', 'width', 'height', 'loading'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  allowedSchemes: ['https'],
  allowProtocolRelative: false,
  // Pictures of other hosts would tell them who reads, and vanish one day.
  exclusiveFilter: ({ tag, attribs }) =>
    tag === 'img' && !/^\/media\/[a-z0-9][a-z0-9._-]{0,99}$/.test(attribs['src'] ?? ''),
  transformTags: {
    // To the web, or to a page of our own; nothing else is a link.
    a: (tagName, { href = '' }) => ({
      tagName,
      attribs: {
        ...(/^(?:https:\/\/|\/(?!\/))[^\s<>"\\]+$/i.test(href) ? { href } : {}),
        rel: 'nofollow noopener noreferrer',
      },
    }),
    img: (tagName, attribs) => ({ tagName, attribs: { ...attribs, loading: 'lazy' } }),
  },
  disallowedTagsMode: 'discard',
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'svg', 'math', 'template', 'iframe'],
  nestingLimit: 20,
  parseStyleAttributes: false,
}

/** Everything that is neither a line break, a tab nor printable, and what turns text round. */
const control = /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** Rich text that is safe to show. Cleaning what is clean changes nothing. */
export const cleanDetails = (html: string): string =>
  library()(html.replaceAll(/\r\n?/g, '\n').replaceAll(control, ''), OPTIONS).trim()
