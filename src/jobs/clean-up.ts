import { cleanUp as removeOld } from '../services/mail/clean-up.ts';
import { cleanUpPictures } from '../services/media/clean-up.ts';
import { cleanUpPrivacy } from '../services/privacy/clean-up.ts';

export const cleanUp = async () => ({ ...(await removeOld()), ...(await cleanUpPictures()), ...(await cleanUpPrivacy()) });
