/** What one refused request answers: a status, a code for programs, a sentence for people. */
export interface RefusalAnswer {
  readonly status: 400 | 401 | 404 | 409 | 412 | 413 | 415 | 422 | 429 | 503
  readonly code: string
  readonly message: string
  /** The attribute at fault, as a path such as `address.zip`. */
  readonly field?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A request the service refuses before it has changed anything. */
export class Refusal extends Error {
  readonly answer: RefusalAnswer

  constructor(answer: RefusalAnswer) {
    super(answer.message)
    this.name = 'Refusal'
    this.answer = answer
  }
}

/** The refusal of one attribute's value: 422, with the attribute's path. */
export function invalid(field: string, message: string, code = 'invalid_value'): Refusal {
  return new Refusal({ status: 422, code, message, field })
}
