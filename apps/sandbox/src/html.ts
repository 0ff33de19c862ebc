/**
 * A template tag that escapes every value; what it made itself goes in as it is. The only way the pages
 * build HTML.
 */

export interface Html {
  readonly html: string
}

type Part = string | number | Html | readonly Html[]

/** `` html`<p>${anything}</p>` `` */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: texts.map((text, index) => text + (index < parts.length ? write(parts[index] ?? '') : '')).join(''),
  }
}

function write(part: Part): string {
  if (typeof part === 'string') return escape(part)
  if (typeof part === 'number') return String(part)
  return 'html' in part ? part.html : part.map(write).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
