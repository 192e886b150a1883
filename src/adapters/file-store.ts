import { join } from 'node:path';
import { config } from '../config.ts';
import { folderStore } from './folder-store.ts';
import { s3Store } from './s3-store.ts';
import type { FileStore } from './stored-files.ts';

export type { FileStore, StoredFile } from './stored-files.ts';

/** Where the site keeps its files: in a bucket if there is one, else on the disk. */
export const fileStore: FileStore = config.s3 ? s3Store(config.s3) : folderStore(join(config.dataDir, 'media'));
