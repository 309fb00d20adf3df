export {
  DIVISIONS_VERSION,
  divisionName,
  divisionPath,
  findDivision,
  isWithin,
  listDivisions,
  type Division,
  type DivisionLevel,
} from './divisions.ts'
export { extractAddress, type ExtractedAddress } from './extract-address.ts'
export {
  ADDRESS_LABELS,
  parseAddress,
  type AddressLabel,
  type AddressPart,
} from './parse-address.ts'
export {
  resolvePlace,
  type PlaceCandidate,
  type PlaceHints,
  type ResolvedPlace,
} from './resolve-place.ts'
