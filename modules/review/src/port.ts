/**
 * What module review needs of others: a check of what people write and photograph, if there is one, and the
 * photographs themselves. Effects call them, never commands.
 */

/**
 * `pass` and `block` are the checker's word; at `review` a person has to look; `retry`: no word yet, ask
 * again.
 */
export interface CheckWord {
  readonly answer: 'pass' | 'review' | 'block' | 'retry'
  /** What it found, in the provider's own words, for staff; never what was checked. */
  readonly labels: readonly string[]
}

/** Judges content by the law of the land. Nothing of the author is told. */
export interface ContentCheck {
  readonly name: string
  /** @param ref our own id of what is checked, for whoever looks it up at the provider */
  text(asked: { readonly text: string; readonly ref: string }): Promise<CheckWord>
  picture(asked: { readonly content: Buffer; readonly ref: string }): Promise<CheckWord>
}

export interface ReviewPorts {
  /** Undefined where none is configured: then people judge alone. */
  readonly contentCheck: ContentCheck | undefined
  /** A photograph by its name; null where it is gone. */
  readonly photographs: { get(name: string): Promise<Buffer | null> }
}
