export {
  findSecretMarker,
  maskPersonalData,
  restorePersonalData,
  restoreStream,
  type MaskOptions,
} from './masking.ts'
export type * from './types.ts'
