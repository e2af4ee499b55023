import type { Cell } from '../../core/situation.ts'
import type { Names } from './record.ts'

/** Says a cell with the systems' names: `crm updated, erp deleted`. */
export function describeCell(cell: Cell, names: Names): string {
  const [a = '', b = ''] = cell.split('/')
  return `${names.a} ${a}, ${names.b} ${b}`
}
