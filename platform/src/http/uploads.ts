/**
 * Bodies that are files. Who may not send is refused before a byte of the body is read; the body is read
 * bounded, a few at a time, and put among the incoming files, where it stays until the call has its answer.
 * What it is, only the operation decides.
 */
import { createHash } from 'node:crypto'
import { actorKey } from '@tiantou/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallMeta } from '../corridor.ts'
import type { FileStore } from '../files.ts'
import type { Gate } from '../gate.ts'
import { CallError } from '../problem.ts'
import { checkInput, checkRight, type Entry } from '../registry.ts'

/** Where incoming files are put, and how many bodies are held in memory at a time. */
export interface Uploads {
  readonly files: FileStore
  readonly gate: Gate
}

interface Call {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly entry: Entry
  readonly meta: CallMeta
  /** The input without the file. */
  readonly input: Record<string, unknown>
}

const DEFAULT_LIMIT = 64 * 1024

/** Leaves bodies of every type alone: they are read by `withUpload`. */
export const takeAnyBody = (scope: FastifyInstance): void => {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
}

const tooLarge = (limit: number) =>
  new CallError('platform.too_large', `A file has ${limit} bytes at most.`, [], { maxBytes: limit })

/** Reads the body; one that is too long is left at once. */
const readBody = async (request: FastifyRequest, limit: number): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    // Left early, the request must live on: its answer goes over the same socket.
    for await (const chunk of request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > limit) throw tooLarge(limit)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof CallError) throw error
    throw new CallError('platform.bad_input', 'The body broke off.')
  }
  return Buffer.concat(chunks, bytes)
}

const digestOf = (...parts: readonly (string | Buffer)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}

/** Who may not send, sends the wrong type, too much, or a wrong query, hears so before the body is read. */
const refuseEarly = ({ request, entry, meta, input }: Call, field: string): void => {
  checkRight(entry.op, meta.actor)
  const { upload, bodyLimit = DEFAULT_LIMIT } = entry.op.route ?? {}
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (upload?.types.includes(type) !== true)
    throw new CallError('platform.wrong_content_type', `Send one of ${upload?.types.join(', ')}.`)
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) throw tooLarge(bodyLimit)
  if (Object.hasOwn(input, field)) {
    const fields = [{ pointer: `/${field}`, message: 'is the body' }]
    throw new CallError('platform.bad_input', 'The file is the body.', fields)
  }
  const file = { file: `in-${'0'.repeat(40)}`, sha256: '0'.repeat(64), bytes: 0 }
  checkInput(entry, { ...input, [field]: file })
}

const putIncoming = async ({ files, gate }: Uploads, call: Call, limit: number) => {
  const { request, entry, meta } = call
  return gate(async () => {
    const content = await readBody(request, limit)
    const sha256 = createHash('sha256').update(content).digest('hex')
    const file = `in-${digestOf(actorKey(meta.actor), meta.key, entry.op.name, sha256).slice(0, 40)}`
    await files.put(file, content)
    return { file, sha256, bytes: content.length }
  })
}

/** The body or what is left of it will not be read: the connection ends behind the answer. */
const orHangUp = async <T>({ reply }: Call, work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    reply.header('connection', 'close')
    throw error
  }
}

/** Whether a flow is under way that still needs the file. */
const isUnderWay = (error: unknown): boolean =>
  !(error instanceof CallError) || error.code === 'platform.in_progress'

/**
 * Puts the body among the incoming files, runs the operation with it, and removes it behind the answer. The
 * file is named by caller, key and content, so a repeated call has the same input as the first. Where the run
 * broke off the file stays: whoever goes on with the flow needs it, and what nobody needs is swept.
 */
export const withUpload = async <T>(
  uploads: Uploads | undefined,
  call: Call,
  run: (input: unknown) => Promise<T>,
): Promise<T> => {
  const { entry, input } = call
  const { upload, bodyLimit = DEFAULT_LIMIT } = entry.op.route ?? {}
  if (uploads === undefined || upload === undefined) throw new Error(`${entry.op.name} takes no file.`)
  const incoming = await orHangUp(call, async () => {
    refuseEarly(call, upload.field)
    return putIncoming(uploads, call, bodyLimit)
  })
  const remove = () => uploads.files.remove(incoming.file)
  try {
    const result = await run({ ...input, [upload.field]: incoming })
    await remove()
    return result
  } catch (error) {
    if (!isUnderWay(error)) await remove()
    throw error
  }
}
