import { cleanUp as removeOld } from '../services/mail/clean-up.ts';

export const cleanUp = async () => ({ ...(await removeOld()) });
