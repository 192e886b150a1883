import { endLostBroadcasts } from '../services/webinars/broadcast.ts';

export const endLost = async () => ({ ended: await endLostBroadcasts() });
