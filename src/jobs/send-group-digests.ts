import { queueGroupDigests } from '../services/discussions/digest.ts';

export const sendGroupDigests = async () => ({ digests: await queueGroupDigests() });
