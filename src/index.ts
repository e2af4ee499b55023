export { BilateralError, EXIT_CODES, isBilateralError } from './errors.ts'
export type { ErrorCode, ErrorDetail, ExitCode } from './errors.ts'
