import { ApiError } from '../../shared/api.ts'
import { spanText } from '../../shared/time.ts'
import { t } from './texts.ts'

/** The challenge is gone: only the password helps. */
export function isChallengeOver(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    ['INVALID_TWO_FACTOR_COOKIE', 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'].includes(error.code)
  )
}

/** The sign-in library answers in codes; our own routes in sentences, which are shown as they are. */
export function authErrorText(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error)
  switch (error.code) {
    case 'INVALID_USERNAME_OR_PASSWORD':
    case 'USERNAME_TOO_SHORT':
    case 'INVALID_USERNAME':
      return t('sign_in_failed')
    case 'INVALID_CODE':
      return t('code_wrong')
    case 'INVALID_BACKUP_CODE':
      return t('backup_wrong')
    case 'INVALID_PASSWORD':
      return t('password_wrong')
    case 'ACCOUNT_TEMPORARILY_LOCKED':
      return t('factor_locked')
    default:
  }
  if (isChallengeOver(error)) return t('second_step_over')
  const seconds = error.retryAfterSeconds
  if (error.status === 429 && seconds !== undefined)
    return t('wait', { span: spanText(seconds * 1000) })
  return error.message
}
