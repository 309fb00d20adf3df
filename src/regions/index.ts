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
export { respellPlaces } from './place-spelling.ts'
export { findPlaceNames } from './place-index.ts'
export { listSoundAlikes } from './pinyin.ts'
export {
  CRS_NAMES,
  distanceMetres,
  fromWgs84,
  roundPoint,
  toWgs84,
  type CrsName,
  type Point,
} from './coordinates.ts'
export { type ImportProblem } from './csv.ts'
export { findGrid, findUnitFor, listAdministeredUnits, listGrids, listUnits } from './find-unit.ts'
export { importGrids, importUnits, type ImportReport, type TableInput } from './import-tables.ts'
export { type StationProblem } from './read-stations.ts'
export { STATION_TYPES } from './station.ts'
export { importStations, listStations, ListStationsInput, type Station } from './stations.ts'
export { type Grid, type Unit } from './store.ts'
export {
  correctNumber,
  CorrectNumberInput,
  dropNumberCorrection,
  listVerifiedNumbers,
  viewNumbers,
} from './numbers.ts'
