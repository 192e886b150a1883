import { makeDataExports } from '../services/privacy/make-exports.ts';

export const makeExports = () => makeDataExports();
