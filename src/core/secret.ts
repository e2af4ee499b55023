const HIDDEN = '***'

/**
 * A value that opens something: it shows itself as `***` wherever it is printed, logged or put into JSON, and is given
 * away only by `reveal`, at the place where it is sent.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
    Object.freeze(this)
  }

  /** The value itself, for the request that needs it and nothing else. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return HIDDEN
  }

  toJSON(): string {
    return HIDDEN
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN
  }
}
