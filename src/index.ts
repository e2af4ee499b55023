export { BilateralError, EXIT_CODES, isBilateralError } from './errors.ts'
export type { ErrorCode, ErrorDetail, ExitCode } from './errors.ts'
export type * from './adapters/adapter.ts'
export type * from './stores/store.ts'
