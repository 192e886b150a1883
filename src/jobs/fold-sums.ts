import { foldRegistrationSums } from '../services/reports/fold-sums.ts';

export const foldSums = async () => ({ folded: await foldRegistrationSums() });
