import { Readable } from 'node:stream';
import yazl from 'yazl';

/** A file for an archive; what it says is read when it is its turn. */
export interface ZipEntry {
  name: string;
  body: Buffer | Readable;
}

/** Files as one ZIP, made as fast as it is read; when one of them fails, the stream fails. */
export function zipStream(entries: readonly ZipEntry[], changedAt: Date): Readable {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  for (const { name, body } of entries) {
    if (body instanceof Readable) zip.addReadStream(body, name, { mtime: changedAt });
    else zip.addBuffer(body, name, { mtime: changedAt });
  }
  zip.end();
  return output;
}
