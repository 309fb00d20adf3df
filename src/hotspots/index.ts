export { readSeasons, saveSeasons, Seasons, viewCalendar } from './calendar.ts'
export {
  getHotspot,
  listHotspots,
  ListHotspotsInput,
  listPublicHotspots,
  type PublicHotspot,
} from './list-hotspots.ts'
export { measureHandling, type Handling } from './measure-handling.ts'
export { sweepHotspots } from './sweep-hotspots.ts'
export { moveHotspot, MoveHotspotInput, proposeTask, ProposeTaskInput } from './tasks.ts'
