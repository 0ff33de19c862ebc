/**
 * What module supplier needs of a verifier of identities, licences and bank accounts. An adapter fills it;
 * effects call it, never commands. Every call costs money: numbers are checked here before one is made.
 */

/**
 * `match` and `mismatch` are the register's word; `no_record` is neither and goes to a person; `retry`: no
 * word yet, ask again; `bad`: what was sent cannot be verified at all.
 */
export interface Verdict {
  readonly answer: 'match' | 'mismatch' | 'no_record' | 'retry' | 'bad'
  /** The provider's own code, for staff; never personal data. */
  readonly code: string
}

export interface Verifier {
  readonly name: string
  /** Name and number of a citizen's card. */
  identity(person: { readonly name: string; readonly idNumber: string }): Promise<Verdict>
  /** A company's code and name with its legal representative's name and, when known, number. */
  licence(company: {
    readonly creditCode: string
    readonly companyName: string
    readonly personName: string
    readonly idNumber?: string
  }): Promise<Verdict>
  /** A bank card with the name, number and phone that its bank knows. */
  bankCard(card: {
    readonly name: string
    readonly idNumber: string
    readonly card: string
    readonly phone: string
  }): Promise<Verdict>
}

export interface SupplierPorts {
  /** Absent where none is configured: then people judge alone. */
  readonly verifier: Verifier | undefined
}
