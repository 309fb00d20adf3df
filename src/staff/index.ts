export {
  findSetupLink,
  InviteProfile,
  inviteStaff,
  listStaff,
  redeemLink,
  RedeemLinkInput,
} from './accounts.ts'
export { staffAuth } from './auth.ts'
export { requireStaff } from './session.ts'
