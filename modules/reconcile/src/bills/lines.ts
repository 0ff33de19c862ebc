/** Bytes → lines, as they come: decoded strictly, a chunk at a time, so that no file is ever held whole. */
import { BillFault } from './bill.ts'

/** Longer than any line of any bill. */
const LONGEST = 65_536

/**
 * The lines of each chunk, without their ends. The last line must end like the others.
 * @throws BillFault encoding_wrong, bad_line (endless), truncated
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  encoding: 'utf-8' | 'gbk',
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch {
      throw new BillFault('encoding_wrong')
    }
  }
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decode(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST) throw new BillFault('bad_line')
    yield lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line))
  }
  if (rest + decode() !== '') throw new BillFault('truncated')
}
