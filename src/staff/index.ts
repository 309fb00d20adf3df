export {
  findSetupLink,
  InviteProfile,
  inviteStaff,
  listStaff,
  nameStaff,
  redeemLink,
  RedeemLinkInput,
} from './accounts.ts'
export { staffAuth } from './auth.ts'
export {
  clearSecondFactor,
  listSessions,
  redeemReset,
  RedeemResetInput,
  resetPassword,
  revokeSession,
  updateStaff,
  UpdateStaffInput,
} from './manage.ts'
export { findColleague, listColleagues, nameColleagues, type Colleague } from './colleagues.ts'
export { changeOwnPassword, ChangePasswordInput } from './own-password.ts'
export {
  listSecondFactorRoles,
  requireSecondFactor,
  SecondFactorRolesInput,
} from './second-factor.ts'
export { handleSignIn } from './sign-in.ts'
export { linkIdentity, LinkIdentityInput, signInOptions, startSso } from './sso.ts'
export { requirePerson, requireStaff } from './session.ts'
