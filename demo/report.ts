/** What the last line of `bilateral sync --json` tells of a run, as far as the demo shows it. */
export interface RunSummary {
  readonly entities: readonly {
    readonly entity: string
    readonly cells: Readonly<Record<string, number>>
    readonly landed: Readonly<Record<string, Readonly<Record<'a' | 'b', number>>>>
  }[]
  readonly requests: readonly {
    readonly system: string
    readonly spent: number
    readonly minimum: number
  }[]
}

/** Reads the JSON lines of a run; the report is the last line. */
export function readSummary(output: string): RunSummary {
  const last = output.trimEnd().split('\n').at(-1) ?? ''
  const line = JSON.parse(last) as RunSummary & { readonly report?: RunSummary }
  return line.report ?? line
}

/** How many writes landed. */
export function countWrites({ entities }: RunSummary): number {
  return entities
    .flatMap(({ landed }) => Object.values(landed))
    .reduce((sum, { a, b }) => sum + a + b, 0)
}

const SITUATIONS = ['missing', 'unchanged', 'updated', 'deleted'] as const

/** The matrix of one entity with the number of pairs found in each cell: CRM down, ERP across. */
export function drawMatrix(entity: string, cells: Readonly<Record<string, number>>): string {
  const row = (name: string, columns: readonly string[]): string =>
    `  ${name.padEnd(16)}${columns.map((text) => text.padStart(11)).join('')}`
  const counts = (crm: string): readonly string[] =>
    SITUATIONS.map((erp) => String(cells[`${crm}/${erp}`] ?? '·'))
  return [
    `${entity}, pairs by what each side did since both last agreed`,
    row('crm ↓   erp →', SITUATIONS),
    ...SITUATIONS.map((crm) => row(crm, counts(crm))),
  ].join('\n')
}
