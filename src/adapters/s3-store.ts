import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { assertKey } from './stored-files.ts';
import type { FileStore } from './stored-files.ts';

/** A bucket and who may use it; without keys the machine's own role or profile is taken. */
export interface S3Settings {
  bucket: string;
  /** Of a server other than Amazon's. */
  endpoint: string | undefined;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
}

/** No part but the last may be smaller than 5 MB, and there may be 10,000: this allows 80 GB. */
const PART_BYTES = 8 * 1024 * 1024;
const AT_ONCE = 16;

/** A server that says nothing is as good as gone; whoever waits for it shall hear so. */
const patience = { connectionTimeout: 3000, socketTimeout: 10_000 };

/** Files in a bucket of any server that speaks S3. A file appears there when all of it has come. */
export function s3Store({ bucket: Bucket, endpoint, region, credentials }: S3Settings, { pageSize = 1000 } = {}): FileStore {
  const client = new S3Client({
    region,
    requestHandler: patience,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(credentials ? { credentials } : {}),
    // Servers other than Amazon's know no others than those that they must.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

  async function putParts(Key: string, parts: AsyncGenerator<Buffer>, first: Buffer): Promise<void> {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const upload = { Bucket, Key, UploadId };
    try {
      const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
      for await (const Body of prepend(first, parts)) {
        const PartNumber = Parts.length + 1;
        const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
        Parts.push({ PartNumber, ETag });
      }
      await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    } catch (error) {
      // What is left of it, if that fails too, goes with other unfinished ones: the reason is to be told.
      await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
      throw error;
    }
  }

  async function put(Key: string, body: Uint8Array | Readable): Promise<void> {
    assertKey(Key);
    if (body instanceof Uint8Array) return void (await client.send(new PutObjectCommand({ Bucket, Key, Body: body })));
    try {
      const parts = partsOf(body);
      const first = ((await parts.next()).value as Buffer | undefined) ?? Buffer.alloc(0);
      if (first.length === PART_BYTES) await putParts(Key, parts, first);
      else await client.send(new PutObjectCommand({ Bucket, Key, Body: first }));
    } finally {
      body.destroy();
    }
  }

  async function* read(Key: string, range?: { start: number; end: number }): AsyncGenerator<Uint8Array> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key, ...(Range ? { Range } : {}) }));
    yield* Body as Readable;
  }

  /** All keys that begin so; with a delimiter, those and the folders between it and the next one. */
  async function* keys(Prefix: string, Delimiter?: string): AsyncGenerator<string> {
    let ContinuationToken: string | undefined;
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter, ContinuationToken, MaxKeys: pageSize }));
      for (const { Key } of page.Contents ?? []) yield Key!;
      for (const folder of page.CommonPrefixes ?? []) yield folder.Prefix!;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
  }

  const remove = (Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key }));

  return {
    put,
    async find(Key) {
      assertKey(Key);
      try {
        const { ContentLength, LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key }));
        return { bytes: ContentLength!, changedAt: LastModified!, stream: (range) => Readable.from(read(Key, range)) };
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
        throw error;
      }
    },
    async remove(key) {
      assertKey(key);
      await remove(key);
    },
    async removeFolder(folder) {
      assertKey(folder);
      // One by one: not every server knows how to remove many at a time without a checksum of Amazon's.
      const all = await Array.fromAsync(keys(`${folder}/`));
      for (let index = 0; index < all.length; index += AT_ONCE) await Promise.all(all.slice(index, index + AT_ONCE).map(remove));
    },
    async list(folder) {
      assertKey(folder);
      const all = await Array.fromAsync(keys(`${folder}/`, '/'));
      return all.map((key) => key.slice(folder.length + 1).replace(/\/$/, '')).toSorted();
    },
    async removeUnfinished(before) {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
      for (const { Key, UploadId, Initiated } of Uploads) {
        if (Initiated! < before) await client.send(new AbortMultipartUploadCommand({ Bucket, Key: Key!, UploadId: UploadId! }));
      }
    },
  };
}

/** The same bytes in parts of one size, of which the last may be smaller. */
async function* partsOf(body: Readable): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer | string>) {
    chunks.push(Buffer.from(chunk as Buffer));
    bytes += chunks.at(-1)!.length;
    if (bytes < PART_BYTES) continue;
    const all = Buffer.concat(chunks);
    const whole = bytes - (bytes % PART_BYTES);
    for (let start = 0; start < whole; start += PART_BYTES) yield all.subarray(start, start + PART_BYTES);
    chunks = [all.subarray(whole)];
    bytes -= whole;
  }
  if (bytes > 0) yield Buffer.concat(chunks);
}

async function* prepend(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
