/** A twin as an HTTP server on this machine: listening, reading bodies of bounded length, timers, closing. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const BODY_LIMIT_BYTES = 1_048_576

export interface TwinRequest {
  readonly message: IncomingMessage
  readonly url: URL
  readonly body: Buffer
}

export interface TwinServer {
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves on 127.0.0.1; what throws closes the connection without an answer. @param port any free one when 0
 */
export async function serveTwin(
  answer: (request: TwinRequest, response: ServerResponse) => void | Promise<void>,
  port = 0,
): Promise<TwinServer> {
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readAll(message)
    await answer({ message, url: new URL(message.url ?? '/', url), body }, response)
  }
  const server = createServer((message, response) => {
    void serve(message, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > BODY_LIMIT_BYTES) throw new Error('the body is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Runs a task later without keeping the process alive; answers how to call it off. */
export function realTimer(delay_ms: number, task: () => void): () => void {
  const timer = setTimeout(task, delay_ms)
  timer.unref()
  return () => clearTimeout(timer)
}
