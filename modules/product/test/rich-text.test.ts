/** Rich text of product pages: what stays, and that nothing that acts comes through. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanDetails } from '../src/rich-text.ts'

describe('What may stand there stays', () => {
  test.each([
    '<h2>怎么吃</h2><p>蒸 <strong>15 分钟</strong>，<em>趁热</em>。</p>',
    '<ul><li>一</li><li>二</li></ul>',
    '<table><tbody><tr><td colspan="2">规格</td></tr></tbody></table>',
    '单果 &lt; 3 斤 &amp; 糖度 &gt; 12 🍑',
  ])('%s', (html) => {
    expect(cleanDetails(html)).toBe(html)
  })

  test('Pictures of our own, links to the web', () => {
    expect(cleanDetails('<img src="/media/peach.webp" alt="桃" width="640" height="480">')).toBe(
      '<img src="/media/peach.webp" alt="桃" width="640" height="480" loading="lazy" />',
    )
    expect(cleanDetails('<a href="https://example.com/a?b=1" target="_blank">报告</a>')).toBe(
      '<a href="https://example.com/a?b=1" rel="nofollow noopener noreferrer">报告</a>',
    )
  })
})

describe('What acts does not come through', () => {
  test.each([
    ['<script>alert(1)</script>桃', '桃'],
    ['<scr<script>x</script>ipt>alert(1)</script>', 'xipt&gt;alert(1)'],
    ['<p onclick="alert(1)" style="position:fixed" class="x" id="app">桃</p>', '<p>桃</p>'],
    ['<img src=x onerror=alert(1)>', ''],
    ['<img src="https://other.example/p.gif">', ''],
    ['<img src="//other.example/p.gif">', ''],
    ['<img src="/media/../api/v1/orders">', ''],
    ['<a href="javascript:alert(1)">桃</a>', '<a rel="nofollow noopener noreferrer">桃</a>'],
    ['<a href=" java\tscript:alert(1)">桃</a>', '<a rel="nofollow noopener noreferrer">桃</a>'],
    ['<a href="&#106;avascript:alert(1)">桃</a>', '<a rel="nofollow noopener noreferrer">桃</a>'],
    ['<a href="<javascript:alert(1)">桃</a>', '<a rel="nofollow noopener noreferrer">桃</a>'],
    ['<a href="//other.example">桃</a>', '<a rel="nofollow noopener noreferrer">桃</a>'],
    ['<a href="data:text/html,<script>1</script>">桃</a>', '<a rel="nofollow noopener noreferrer">桃</a>'],
    ['<svg onload=alert(1)><circle r="1"/></svg>桃', '桃'],
    ['<svg><script>alert(1)</script></svg>桃', '桃'],
    ['<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>桃', '桃'],
    ['<iframe src="https://example.com"></iframe>桃', '桃'],
    ['<style>*{display:none}</style>桃', '桃'],
    ['<form action="/x"><input name="y"><button>桃</button></form>', '桃'],
    ['<object data="x"></object><embed src="x"><base href="//x"><meta http-equiv=refresh>桃', '桃'],
    ['<!-- <script>x</script> -->桃', '桃'],
    ['桃\u0000<\u0000script>\u202e', '桃'],
  ])('%s', (dirty, clean) => {
    expect(cleanDetails(dirty)).toBe(clean)
  })

  test('Of any text nothing acts, and cleaning twice changes nothing more', () => {
    const piece = fc.oneof(
      fc.constantFrom('<', '>', '"', "'", '=', '/', ' ', '&', ';', '桃', '\n', '\u0000', '<!--', '-->'),
      fc.constantFrom('&lt;', '&#60;', 'script', '<script>', '</script>', 'svg', '<svg ', 'onload=', 'x'),
      fc.constantFrom('<p ', '<img src=', '<a href=', 'javascript:', 'https://x.cn', '/media/a.webp'),
      fc.constantFrom('<style>', '</', '<b>', '<math>', '<![CDATA['),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const html = cleanDetails(pieces.join(''))
        for (const [tag] of html.matchAll(/<[^>]*>/g)) {
          expect(tag).toMatch(
            /^<\/?(?:p|br|hr|b|a|img)(?: (?:href|src|alt|rel|loading|width|height)="[^"<>]*")*(?: \/)?>$/,
          )
          expect(tag).not.toMatch(/href="(?!https:\/\/|\/[^/])/)
        }
        expect(cleanDetails(html)).toBe(html)
      }),
      { numRuns: 1_000 },
    )
  })
})
