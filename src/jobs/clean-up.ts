import { cleanUp as removeOld } from '../services/mail/clean-up.ts';
import { cleanUpPictures } from '../services/media/clean-up.ts';
import { cleanUpPrivacy } from '../services/privacy/clean-up.ts';
import { cleanUpRecordings } from '../services/webinars/recording/removal.ts';

export const cleanUp = async () => ({
  ...(await removeOld()),
  ...(await cleanUpPictures()),
  ...(await cleanUpPrivacy()),
  ...(await cleanUpRecordings()),
});
