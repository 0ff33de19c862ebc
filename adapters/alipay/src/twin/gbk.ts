/** Text → GBK, as the provider's files are written: the table is the platform's decoder, read backwards. */

let table: Map<string, number> | undefined

/** Every pair of bytes that GBK gives a character, 0x8140–0xFEFE. */
function backwards(): Map<string, number> {
  const decoder = new TextDecoder('gbk', { fatal: false })
  const found = new Map<string, number>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail))
      if (character.length === 1 && character !== '\ufffd') found.set(character, (lead << 8) | trail)
    }
  }
  return found
}

/** What GBK has no character for becomes `?`. */
export function toGbk(text: string): Buffer {
  table ??= backwards()
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const pair = table.get(character)
    if (code < 0x80) bytes.push(code)
    else if (pair === undefined) bytes.push(0x3f)
    else bytes.push(pair >> 8, pair & 0xff)
  }
  return Buffer.from(bytes)
}
