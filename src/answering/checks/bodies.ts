import { foldText } from '../../retrieval/index.ts'

/** One body under its everyday and its official name. The first is the key. */
const ALIASES: readonly (readonly string[])[] = [
  ['居民委员会', '居委会', '社区居委会'],
  ['业主委员会', '业委会'],
  ['业主大会'],
  ['街道办事处', '街道办'],
  ['乡镇人民政府', '乡镇政府', '乡、民族乡、镇人民政府', '乡镇'],
  ['人民法院', '法院'],
  ['人民检察院', '检察院'],
  ['公安机关', '公安局', '派出所', '警察', '民警'],
  ['消防救援机构', '消防部门', '消防队', '消防救援'],
  ['妇女联合会', '妇联'],
  ['残疾人联合会', '残联'],
  ['物业服务企业', '物业公司', '物业服务人', '物业管理企业'],
  ['劳动争议仲裁委员会', '劳动仲裁委', '劳动争议调解仲裁委员会', '仲裁委员会'],
  [
    '人力资源社会保障部门',
    '人社局',
    '人社部门',
    '劳动行政部门',
    '人力资源和社会保障局',
    '社会保险行政部门',
  ],
  ['民政部门', '民政局'],
  [
    '住房城乡建设部门',
    '住建局',
    '住建部门',
    '建设行政主管部门',
    '房屋行政主管部门',
    '住房和城乡建设局',
    '房管局',
  ],
  ['生态环境主管部门', '生态环境局', '环保局', '环保部门'],
  ['市场监督管理部门', '市场监管局', '市场监管部门'],
  ['城市管理部门', '城管', '城管局', '城管部门', '城市管理执法部门', '城管执法部门'],
  ['税务机关', '税务局', '税务部门'],
  ['信访部门', '信访局', '信访机构'],
  ['法律援助机构', '法律援助中心'],
  ['人民调解委员会', '调委会', '人民调解组织'],
  ['工会'],
  ['卫生健康部门', '卫健委', '卫生健康委'],
  ['教育行政部门', '教育局', '教育部门'],
  ['社会保险经办机构', '社保局', '社保中心', '社保经办机构'],
  ['不动产登记机构', '不动产登记中心'],
  ['行政复议机关', '复议机关'],
  ['志愿服务组织'],
  ['公证处', '公证机构'],
]

const KEYS: ReadonlyMap<string, string> = new Map(
  ALIASES.flatMap((names) => names.map((name): [string, string] => [name, names[0] ?? name])),
)
const KNOWN = new RegExp([...KEYS.keys()].toSorted((a, b) => b.length - a.length).join('|'), 'gu')
/** A body with a name of its own: it must stand in the passage as written. */
const NAMED =
  /(?:(?![的和或与及向由到去在找请是经报给被让对可以应当需要者等为])\p{Script=Han}){2,8}(?:局|委员会|办公室|服务中心|管理处|大队|支队|总队|协会|基金会|集团|有限公司|医院|研究院)/gu
const DOCUMENT = /《([^《》]{2,60})》/gu

export type Named = { text: string; key: string; official: boolean }

export function findBodies(text: string): Named[] {
  const folded = foldText(text)
  const known = [...folded.matchAll(KNOWN)].map(([name]) => ({
    text: name,
    key: KEYS.get(name) ?? name,
    official: true,
  }))
  const rest = folded.replace(KNOWN, ' ')
  const named = [...rest.matchAll(NAMED)].map(([name]) => ({
    text: name,
    key: name,
    official: false,
  }))
  const documents = [...folded.matchAll(DOCUMENT)].map(([, title = '']) => ({
    text: title,
    key: title,
    official: false,
  }))
  return [...known, ...named, ...documents]
}
