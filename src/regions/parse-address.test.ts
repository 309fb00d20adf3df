import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractAddress } from './extract-address.ts'
import { parseAddress } from './parse-address.ts'

const show = (line: string): string =>
  parseAddress(line)
    .map(({ label, text }) => `${text}/${label}`)
    .join(' ')

describe('parseAddress', () => {
  it.each([
    [
      '湖北省武汉市武昌区水果湖街道东湖路5号',
      '湖北省/prov 武汉市/city 武昌区/district 水果湖街道/town 东湖路/road 5号/roadno',
    ],
    [
      '江岸区百步亭花园3栋2单元501',
      '江岸区/district 百步亭花园/poi 3栋/houseno 2单元/cellno 501/roomno',
    ],
    ['黄陂区李集街道新集村8组', '黄陂区/district 李集街道/town 新集村/community 8组/road'],
    ['中南大厦12楼1205室', '中南大厦/poi 12楼/floorno 1205室/roomno'],
    ['新街镇人民路12号', '新街镇/town 人民路/road 12号/roadno'],
  ])('%s', (line, parts) => {
    expect(show(line)).toBe(parts)
  })

  it('covers every line without gaps, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'武汉市江岸区街道路号栋0123-、A 村') }),
        (line) => {
          expect(
            parseAddress(line)
              .map(({ text }) => text)
              .join(''),
          ).toBe(line)
        },
      ),
    )
  })
})

describe('extractAddress', () => {
  it.each([
    ['我家住在珞狮南路122号，路灯不亮', '珞狮南路122号'],
    ['投诉名都花园3号楼2单元楼道堆杂物', '名都花园3号楼2单元'],
    ['汉阳大道123号门口路灯不亮', '汉阳大道123号门口'],
    ['后湖大道与百步亭路交叉口积水', '后湖大道与百步亭路交叉口'],
    ['我们小区的垃圾站满了', null],
    ['光谷那边晚上跳广场舞太吵', null],
  ])('%s', (text, address) => {
    expect(extractAddress(text)?.text ?? null).toBe(address)
  })
})
