/** Kinds of statements that stores hold, read from their sources: a verb and a table. Pure. */

export interface Kind {
  readonly verb: 'select' | 'insert' | 'update' | 'delete'
  readonly table: string
}

const VERBS = {
  selectFrom: 'select',
  insertInto: 'insert',
  updateTable: 'update',
  deleteFrom: 'delete',
} as const

/** What a source builds. */
export const kindsIn = (text: string): Kind[] => {
  const built = [...text.matchAll(/\.(selectFrom|insertInto|updateTable|deleteFrom)\('([a-z_]+)/g)].map(
    ([, call, table]) => ({ verb: VERBS[call as keyof typeof VERBS], table: table ?? '' }),
  )
  const hot = [...text.matchAll(/hotInsert<[^>]+>\('([a-z_]+)'/g)].map(([, table]) => ({
    verb: 'insert' as const,
    table: table ?? '',
  }))
  return [...built, ...hot]
}

/** Whether such a statement is among those that were run. */
export const wasRun = ({ verb, table }: Kind, texts: readonly string[]): boolean => {
  const into = { select: 'from', insert: 'into', update: 'update', delete: 'delete from' }[verb]
  const shape = new RegExp(`\\b${into} ["\`]?${table}\\b`, 'i')
  return texts.some((text) => shape.test(text))
}
