import { PreconditionError } from '../shared/errors.ts'
import { unzipArchive } from './unzip.ts'

/**
 * LangChain's DocxLoader gives the raw text, without headings and tables; mammoth, which it uses, gives both as HTML.
 * Pictures are left out before they become megabytes of base64.
 */
export async function loadDocx(bytes: Uint8Array): Promise<string> {
  unzipArchive(bytes, () => false)
  const { default: mammoth } = await import('mammoth')
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
    )
    return value
  } catch (cause) {
    throw new PreconditionError('document_unreadable', 'is not a readable Word document', { cause })
  }
}
