import { useQuery } from '@tanstack/react-query'
import { Button, Empty, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { LoadError } from '../../shared/load-error.tsx'
import { Mark } from '../../shared/mark.tsx'
import { locale } from '../../shared/texts.ts'
import {
  administration,
  type CatalogueGroup,
  type CatalogueItem,
  type CatalogueView,
} from './api.ts'
import { limitText } from './settings-tables.tsx'
import { listText, t, tData } from './texts.ts'

export function CatalogueTree() {
  const query = useQuery({ queryKey: ['catalogue'], queryFn: administration.catalogue })
  if (query.isPending) return <Skeleton active paragraph={{ rows: 10 }} />
  if (query.isError) return <LoadError error={query.error} onRetry={() => void query.refetch()} />
  return <Tree catalogue={query.data} />
}

const colon = locale === 'en' ? ': ' : '：'

type Named = { name: string; name_en: string | null }
/** In the language of the page, and the other one, which whoever keeps the catalogue checks against it. */
function namesOf({ name, name_en: english }: Named): [string, string | null] {
  return locale === 'en' && english !== null ? [english, name] : [name, english]
}

/** A group whose own name or code is meant is shown whole. */
function findIn(groups: readonly CatalogueGroup[], words: string): CatalogueGroup[] {
  const wanted = words.trim().toLowerCase()
  const has = (texts: readonly string[]): boolean =>
    texts.some((text) => text.toLowerCase().includes(wanted))
  return groups
    .map((group) =>
      has([group.code, group.name, group.name_en ?? ''])
        ? group
        : {
            ...group,
            categories: group.categories.filter(({ code, name, name_en: english, words: said }) =>
              has([code, name, english ?? '', ...said]),
            ),
          },
    )
    .filter(({ categories }) => categories.length > 0)
}

function Tree({ catalogue }: { catalogue: CatalogueView }) {
  const [words, setWords] = useState('')
  const searching = words.trim() !== ''
  const groups = findIn(catalogue.groups, words)
  const count = groups.reduce((sum, { categories }) => sum + categories.length, 0)
  const { version, source } = catalogue
  return (
    <div className="stack">
      <p className="hint">{t('catalogue_hint')}</p>
      <p className="hint">{t('catalogue_version', { version, source })}</p>
      <div className="bar">
        <Input.Search
          className="bar-search"
          allowClear
          aria-label={t('catalogue_search')}
          placeholder={t('catalogue_search')}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <span className="hint" role="status">
          {t('catalogue_found', { count })}
        </span>
      </div>
      {groups.length === 0 && (
        <Empty
          image={Empty.PRESENTED_IMAGE_SIMPLE}
          description={t('catalogue_none', { words: words.trim() })}
        >
          <Button onClick={() => setWords('')}>{t('catalogue_clear')}</Button>
        </Empty>
      )}
      <ul className="plain">
        {groups.map((group) => (
          <li key={group.code}>
            <Group group={group} open={searching} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Group({ group, open }: { group: CatalogueGroup; open: boolean }) {
  const [name, other] = namesOf(group)
  return (
    <details className="card" open={open}>
      <summary>
        <span className="catalogue-code">{group.code}</span> <b>{name}</b>{' '}
        {other !== null && <span className="card-meta">{other} </span>}
        <span className="card-meta">
          {t('catalogue_count', { count: group.categories.length })}
        </span>
      </summary>
      <ul className="plain catalogue-leaves">
        {group.categories.map((item) => (
          <li key={item.code}>
            <Leaf item={item} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function Leaf({ item }: { item: CatalogueItem }) {
  const [name, other] = namesOf(item)
  const facts = [
    [t('catalogue_other_name'), other ?? t('none')],
    [t('catalogue_level'), tData('level', item.level)],
    [t('catalogue_limit'), listText(item.limits.map(limitText))],
    [t('catalogue_types'), listText(item.appeal_types.map((type) => tData('type', type)))],
    [t('catalogue_standard'), item.standard_ref ?? t('catalogue_local')],
    ...(item.words.length > 0 ? [[t('catalogue_words'), listText(item.words)]] : []),
  ]
  return (
    <>
      <span className="catalogue-code">{item.code}</span> {name}{' '}
      {item.urgency !== 'normal' && <Mark tone="warn">{tData('urgency', item.urgency)}</Mark>}
      {item.community_duty && <Mark>{t('catalogue_duty')}</Mark>}
      <div className="card-meta">
        {facts.map(([label, value]) => (
          <span key={label} className="catalogue-fact">
            {label}
            {colon}
            {value}
          </span>
        ))}
      </div>
    </>
  )
}
