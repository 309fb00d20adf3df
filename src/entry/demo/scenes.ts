import type { TicketStatus, Urgency } from '../../protocol/tickets.ts'

// A quarter that does not exist: every name says 示例, nobody has a phone number, no address can be found on a map.

export const STREET = '420106012'
/** What residents call it; the units, the grids and the first example station stand under the same code. */
export const STREET_NAME = '水果湖街道'

export type TicketScene = {
  daysAgo: number
  /** Local hour of the day. */
  hour: number
  words: string
  title: string
  category: string
  appeal: 'help' | 'complaint' | 'suggestion' | 'consult' | 'report'
  urgency?: Urgency
  address: string
  /** Where the example stations stand: no real house. */
  metresNorth?: number
  end: TicketStatus
}

const noise = (daysAgo: number, hour: number, words: string): TicketScene => ({
  metresNorth: daysAgo * 12,
  daysAgo,
  hour,
  words,
  title: '深夜噪声扰民',
  category: 'E06028',
  appeal: 'complaint',
  address: '示例小区3栋旁烧烤店',
  end: 'pending_review',
})

/** One for every state a ticket can be in (a draft is a conversation below), and a place that keeps coming up. */
export const TICKETS: readonly TicketScene[] = [
  {
    daysAgo: 1,
    hour: 9,
    words: '示例小区东门口的路灯坏了三天没人修，晚上黑漆漆的，老人不敢出门',
    title: '东门路灯不亮',
    category: 'E01037',
    appeal: 'help',
    address: '示例小区东门',
    end: 'pending_review',
  },
  {
    daysAgo: 2,
    hour: 10,
    words: '示例小区6栋楼下垃圾桶满了两天没人清，味道很大，要求处理',
    title: '垃圾桶满溢',
    category: 'E06042',
    appeal: 'complaint',
    address: '示例小区6栋楼下',
    end: 'accepted',
  },
  {
    daysAgo: 3,
    hour: 11,
    words: '示例路和示例二路路口的红绿灯坏了，一直不亮，希望尽快修',
    title: '路口信号灯不亮',
    category: 'E02014',
    appeal: 'help',
    urgency: 'urgent',
    address: '示例路与示例二路路口',
    end: 'dispatched',
  },
  {
    daysAgo: 4,
    hour: 15,
    words: '示例小区2栋门口有人把车停在消防通道上，天天停，投诉',
    title: '占用消防通道',
    category: 'E09012',
    appeal: 'complaint',
    address: '示例小区2栋门口',
    end: 'processing',
  },
  {
    daysAgo: 5,
    hour: 16,
    words: '示例广场的健身器材断了一根，孩子玩很危险，请修一修',
    title: '健身器材损坏',
    category: 'E01046',
    appeal: 'help',
    address: '示例广场健身区',
    end: 'pending_info',
  },
  {
    daysAgo: 6,
    hour: 9,
    words: '示例路8号门前路面塌了个小坑，骑车差点摔倒，要求修补',
    title: '路面破损',
    category: 'E06013',
    appeal: 'complaint',
    address: '示例路8号门前',
    end: 'returned',
  },
  {
    daysAgo: 8,
    hour: 10,
    words: '示例小区绿化带里堆了好多建筑垃圾，一个星期了，投诉',
    title: '绿化带堆放建筑垃圾',
    category: 'E06011',
    appeal: 'complaint',
    address: '示例小区西侧绿化带',
    end: 'resolved',
  },
  {
    daysAgo: 15,
    hour: 14,
    words: '示例小区南门的井盖松了，车一压就响，晚上睡不着，请修',
    title: '井盖松动异响',
    category: 'E01003',
    appeal: 'help',
    address: '示例小区南门',
    end: 'closed',
  },
  {
    daysAgo: 12,
    hour: 9,
    words: '示例小区4栋一户的装修合同纠纷，要求你们判他退钱，投诉',
    title: '要求裁决装修合同纠纷',
    category: 'L1001',
    appeal: 'complaint',
    address: '示例小区4栋',
    end: 'rejected',
  },
  {
    daysAgo: 1,
    hour: 20,
    words: '示例小区东门的路灯不亮，走夜路害怕，麻烦修一下',
    title: '东门路灯又不亮',
    category: 'E01037',
    appeal: 'help',
    address: '示例小区东门',
    end: 'merged',
  },
  {
    daysAgo: 9,
    hour: 11,
    words: '示例小区1栋的电费账单算错了，要求供电公司核对，投诉',
    title: '电费账单有误',
    category: 'L9901',
    appeal: 'complaint',
    address: '示例小区1栋',
    end: 'referred',
  },
  {
    daysAgo: 7,
    hour: 17,
    words: '示例小区5栋楼道里堆了旧家具，挡路，希望清理',
    title: '楼道堆物',
    category: 'E06036',
    appeal: 'help',
    address: '示例小区5栋',
    end: 'withdrawn',
  },
  noise(5, 22, '示例小区3栋旁边烧烤店半夜一两点还在放音乐，吵得睡不着，投诉'),
  noise(4, 23, '3栋边上的烧烤店太吵了，示例小区好多人家都睡不着，要求管一管'),
  noise(3, 22, '示例小区3栋旁烧烤店天天闹到凌晨，孩子第二天上学没精神，投诉'),
  noise(2, 23, '楼下烧烤店（示例小区3栋旁）音响开得很大，半夜扰民，请处理'),
  noise(1, 22, '示例小区3栋旁那家烧烤店昨晚又吵到一点多，投诉噪声'),
]

export type TalkScene = { daysAgo: number; hour: number; words: readonly string[] }

/** Questions with an answer, without one, a person asked for, an alarm, and a draft left open. */
export const TALKS: readonly TalkScene[] = [
  { daysAgo: 6, hour: 9, words: ['老小区加装电梯要多少业主同意？', '那一楼不同意怎么办'] },
  { daysAgo: 5, hour: 14, words: ['租房子能不能办居住证'] },
  { daysAgo: 3, hour: 10, words: ['武汉加装电梯补贴多少钱'] },
  { daysAgo: 2, hour: 19, words: ['厨房里一股煤气味', '没事了，师傅来看过不是煤气'] },
  { daysAgo: 1, hour: 15, words: ['低保怎么申请', '转人工'] },
  {
    daysAgo: 0,
    hour: 8,
    words: [
      '示例小区7栋楼下的长椅坏了三天，坐不了人，请来修一修',
      `${STREET_NAME}示例小区`,
      '跳过',
    ],
  },
]

export const UNITS = `id,name,level,kind,division_code,categories,catch_all
demo-street,示例街道办事处,street,government,420106012,,true
demo-urban,示例城管所,street,department,420106012,E06 E09,false
demo-light,示例市政设施所,district,department,420106,E01 E02,false
`

export const GRIDS = `id,name,division_code
420106012000901,示例一网格,420106012
420106012000902,示例二网格,420106012
`

export const PEOPLE = [
  {
    username: 'demo.admin',
    name: '示例管理员',
    roles: ['admin', 'city'],
    area: '4201',
    unit: null,
  },
  {
    username: 'demo.street',
    name: '示例街道专员',
    roles: ['street'],
    area: STREET,
    unit: 'demo-street',
  },
  {
    username: 'demo.grid',
    name: '示例网格员',
    roles: ['grid_worker'],
    area: STREET,
    unit: 'demo-street',
  },
  { username: 'demo.editor', name: '示例编辑', roles: ['kb_editor'], area: '4201', unit: null },
  { username: 'demo.reviewer', name: '示例审核', roles: ['kb_reviewer'], area: '4201', unit: null },
] as const
