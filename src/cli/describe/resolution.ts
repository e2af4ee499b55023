import type { Decree, Resolution } from '../../core/pair.ts'
import type { Names } from './record.ts'
import { describeValue } from './value.ts'

type ResolutionOf<K extends Resolution['kind']> = Extract<Resolution, { kind: K }>

const SENTENCES: {
  readonly [K in Resolution['kind']]: (resolution: ResolutionOf<K>, names: Names) => string
} = {
  take: ({ side }, names) => `the version of ${names[side]} stands`,
  values: ({ fields }) =>
    Object.entries(fields)
      .map(([field, value]) => `${field} is ${describeValue(value)}`)
      .join(', '),
  both: () => 'both records stay, as two',
  adopt: ({ id }) => `the counterpart is ${id}`,
  retry: () => 'the request is sent again',
  forget: () => 'the request is forgotten',
}

/** Says an answer in one clause, without a capital or a full stop. */
export function describeResolution<K extends Resolution['kind']>(
  resolution: ResolutionOf<K>,
  names: Names,
): string {
  // The table is indexed by the answer's own kind, which the compiler cannot correlate for a union.
  const sentence = SENTENCES[resolution.kind] as (
    resolution: ResolutionOf<K>,
    names: Names,
  ) => string
  return sentence(resolution, names)
}

/** Says who answered what. */
export function describeDecree({ resolution, byWhom }: Decree, names: Names): string {
  return `${byWhom} answered: ${describeResolution(resolution, names)}`
}
