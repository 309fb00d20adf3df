import { Button, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useAct } from '../../shared/use-act.ts'
import { hotspots, type Month, type Season } from './api.ts'
import { t } from './texts.ts'

function seasonsOf(months: readonly Month[]): Season[] {
  const seasons = new Map<string, Season>()
  for (const { month, seasons: own } of months) {
    for (const { id, name, categories } of own) {
      const season = seasons.get(id) ?? {
        id,
        name,
        months: [],
        categories: categories.map(({ code }) => code),
      }
      seasons.set(id, { ...season, months: [...season.months, month] })
    }
  }
  return [...seasons.values()]
}

export function SeasonEditor({ months, onClose }: { months: Month[]; onClose: () => void }) {
  const [seasons, setSeasons] = useState(() => seasonsOf(months))
  const act = useAct()
  const change = (id: string, part: Partial<Season>): void =>
    setSeasons(seasons.map((season) => (season.id === id ? { ...season, ...part } : season)))
  const add = (): void =>
    setSeasons([
      ...seasons,
      { id: `season-${Date.now().toString(36)}`, name: '', months: [], categories: [] },
    ])
  const save = async (): Promise<void> => {
    if (await act(() => hotspots.saveSeasons(seasons), t('saved'))) onClose()
  }
  const whole = seasons.every(({ name, months: own }) => name.trim() !== '' && own.length > 0)
  return (
    <Modal
      open
      title={t('edit_seasons')}
      okText={t('save')}
      okButtonProps={{ disabled: !whole }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="stack">
        <p className="hint">{t('seasons_hint')}</p>
        {seasons.map((season) => (
          <div key={season.id} className="season">
            <Input
              aria-label={t('season_name')}
              placeholder={t('season_name')}
              value={season.name}
              maxLength={30}
              onChange={(event) => change(season.id, { name: event.target.value })}
            />
            <Select
              mode="multiple"
              aria-label={t('season_months')}
              placeholder={t('season_months')}
              value={season.months}
              onChange={(own: number[]) => change(season.id, { months: own })}
              options={months.map(({ month }) => ({ value: month, label: t('month', { month }) }))}
            />
            <Button
              type="text"
              aria-label={t('remove_season', { name: season.name })}
              onClick={() => setSeasons(seasons.filter(({ id }) => id !== season.id))}
            >
              ×
            </Button>
          </div>
        ))}
        <div>
          <Button onClick={add}>{t('add_season')}</Button>
        </div>
      </div>
    </Modal>
  )
}
