/** Comments brought back onto the page, paragraph by paragraph. Pure. */

const width = 110

const fill = (prefix: string, text: string): string[] => {
  const lines: string[] = []
  let line = prefix
  for (const word of text.split(/\s+/)) {
    if (line !== prefix && Array.from(line).length + 1 + Array.from(word).length > width) {
      lines.push(line)
      line = prefix
    }
    line = line === prefix ? prefix + word : `${line} ${word}`
  }
  return [...lines, line]
}

const isWide = (line: string): boolean => Array.from(line).length > width

/** The first line of what follows that does not belong to the same paragraph of the comment. */
const endOf = (lines: readonly string[], start: number, prefix: string): number => {
  let end = start + 1
  while (lines[end]?.startsWith(prefix) && /^[^\s@*/-]/.test(lines[end]?.slice(prefix.length) ?? '')) end++
  return end
}

/** A text with every comment wider than 110 columns wrapped; all other lines as they are. */
export const wrapComments = (text: string): string => {
  const lines = text.split('\n').flatMap((line) => {
    const whole = /^(\s*)\/\*\* (.*) \*\/$/.exec(line)
    if (!whole || !isWide(line)) return [line]
    return [`${whole[1]}/**`, `${whole[1]} * ${whole[2]}`, `${whole[1]} */`]
  })
  const out: string[] = []
  for (let i = 0; i < lines.length;) {
    const line = lines[i] ?? ''
    const prefix = /^\s*(\*|\/\/) (?=\S)/.exec(line)?.[0]
    const end = prefix !== undefined && isWide(line) ? endOf(lines, i, prefix) : i + 1
    if (prefix === undefined || !isWide(line)) out.push(line)
    else
      out.push(
        ...fill(
          prefix,
          lines
            .slice(i, end)
            .map((one) => one.slice(prefix.length))
            .join(' '),
        ),
      )
    i = end
  }
  return out.join('\n')
}
