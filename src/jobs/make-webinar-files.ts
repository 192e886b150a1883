import { makeAskedFiles } from '../services/webinars/recording/files.ts';

export const makeWebinarFiles = async () => ({ files: await makeAskedFiles() });
