import { BarChart, HeatmapChart } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
} from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([
  BarChart,
  HeatmapChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  SVGRenderer,
])

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim()

type Props = { option: EChartsCoreOption; label: string; height: number }

/** The drawing only: the same numbers stand in a table beside it. */
export function Chart({ option, label, height }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (box.current === null) return undefined
    const chart = init(box.current, null, { renderer: 'svg' })
    const ink = token('--gw-ink-2')
    chart.setOption({
      animation: false,
      color: [token('--gw-primary'), token('--gw-warn'), token('--gw-staff'), token('--gw-ok')],
      textStyle: { color: ink, fontFamily: token('--gw-font') },
      ...option,
    })
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(box.current)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [option])
  return <div ref={box} role="img" aria-label={label} style={{ height }} />
}
