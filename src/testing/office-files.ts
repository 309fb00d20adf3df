import { strToU8, zipSync } from 'fflate'

// Small real files of the formats that people bring, built from their parts.

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** A Word document of headings (`# …`), paragraphs and one table. */
export function makeDocx(
  lines: readonly string[],
  table: readonly (readonly string[])[] = [],
): Uint8Array {
  const paragraph = (line: string): string => {
    const heading = /^(#+)\s+(.*)$/.exec(line)
    const style =
      heading === null ? '' : `<w:pPr><w:pStyle w:val="Heading${heading[1]?.length}"/></w:pPr>`
    return `<w:p>${style}<w:r><w:t xml:space="preserve">${escapeXml(heading?.[2] ?? line)}</w:t></w:r></w:p>`
  }
  const cell = (text: string): string => `<w:tc>${paragraph(text)}</w:tc>`
  const rows = table.map((cells) => `<w:tr>${cells.map(cell).join('')}</w:tr>`).join('')
  const body = lines.map(paragraph).join('') + (rows === '' ? '' : `<w:tbl>${rows}</w:tbl>`)
  const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
  const style = (level: number): string =>
    `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
    '_rels/.rels': strToU8(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    ),
    'word/_rels/document.xml.rels': strToU8(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
    ),
    'word/styles.xml': strToU8(
      `<w:styles xmlns:w="${word}">${[1, 2, 3].map(style).join('')}</w:styles>`,
    ),
    'word/document.xml': strToU8(
      `<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    ),
  })
}

/** A workbook of one sheet; strings are shared, as Excel writes them, and empty cells are left out. */
export function makeXlsx(
  name: string,
  rows: readonly (readonly (string | number)[])[],
): Uint8Array {
  const strings: string[] = []
  const sheet = rows
    .map((cells, row) => {
      const filled = cells.map((value, column) => {
        const at = `${String.fromCharCode(65 + column)}${row + 1}`
        if (value === '') return ''
        if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`
        strings.push(value)
        return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`
      })
      return `<row r="${row + 1}">${filled.join('')}</row>`
    })
    .join('')
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zipSync({
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escapeXml(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/sharedStrings.xml': strToU8(
      `<sst xmlns="${main}">${strings.map((text) => `<si><t>${escapeXml(text)}</t></si>`).join('')}</sst>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `<worksheet xmlns="${main}"><sheetData>${sheet}</sheetData></worksheet>`,
    ),
  })
}

/** A PDF with one text line per string; every character has its own code and a map back to Unicode. No lines: a scan. */
export function makePdf(pages: readonly (readonly string[])[]): Uint8Array {
  const characters = [...new Set(pages.flat().join(''))]
  const codeOf = new Map(
    characters.map((char, at) => [char, (at + 1).toString(16).padStart(4, '0')]),
  )
  const hex = (text: string): string => [...text].map((char) => codeOf.get(char) ?? '0000').join('')
  const unicode = (char: string): string => (char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
${characters.length} beginbfchar
${characters.map((char) => `<${codeOf.get(char)}> <${unicode(char)}>`).join('\n')}
endbfchar endcmap CMapName currentdict /CMap defineresource pop end end`
  const stream = (text: string): string =>
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`
  const pageIds = pages.map((_, at) => 7 + at * 2)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pageIds.map((id) => `${id} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>',
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>',
    '<< /Type /FontDescriptor /FontName /SimSun /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
    stream(map),
    ...pages.flatMap((lines, at) => {
      const text = lines
        .map((line, row) => `1 0 0 1 50 ${780 - row * 20} Tm <${hex(line)}> Tj`)
        .join('\n')
      const page = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${8 + at * 2} 0 R >>`
      return [page, stream(`BT /F1 12 Tf\n${text}\nET`)]
    }),
  ]
  let body = '%PDF-1.7\n'
  const offsets = objects.map((object, at) => {
    const offset = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  return strToU8(body + table + trailer)
}
