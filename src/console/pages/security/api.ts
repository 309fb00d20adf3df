import { call, post } from '../../shared/api.ts'

export type Secrets = { totpURI: string; backupCodes: string[] }
const AUTH = '/api/auth'

export const security = {
  isFactorOn: async (): Promise<boolean> => {
    const answer = await call<{ user: { twoFactorEnabled?: boolean } } | null>(
      `${AUTH}/get-session`,
    )
    return answer?.user.twoFactorEnabled === true
  },
  changePassword: (body: { current: string; password: string }) =>
    call('/api/staff/me/password', { method: 'PUT', body: JSON.stringify(body) }),
  enableFactor: (password: string) =>
    call<Secrets>(`${AUTH}/two-factor/enable`, post({ password })),
  confirmFactor: (code: string) => call(`${AUTH}/two-factor/verify-totp`, post({ code })),
  disableFactor: (password: string) => call(`${AUTH}/two-factor/disable`, post({ password })),
  newBackupCodes: (password: string) =>
    call<{ backupCodes: string[] }>(`${AUTH}/two-factor/generate-backup-codes`, post({ password })),
}
