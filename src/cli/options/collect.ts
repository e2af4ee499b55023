/** Gathers the values of an option that may be given more than once. */
export function collect(value: string, values: readonly string[] | undefined): readonly string[] {
  return [...(values ?? []), value]
}
