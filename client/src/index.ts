/** The door of the typed client. Nothing here imports a contract by value: no schema reaches a bundle. */
export { createClient, type Client, type CallOptions } from './client.ts'
export { fetchSend } from './fetch-send.ts'
export { createIntent, isOpen } from './intent.ts'
export type { Answer, Input, No, OperationName, Output, Trouble } from './operations.ts'
export type { Notes } from './session.ts'
export type { RouteTable, Send, WireAnswer, WireRequest } from './wire.ts'
