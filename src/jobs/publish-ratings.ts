import { publishDueRatings } from '../services/ratings/publish.ts';

export const publishRatings = async () => ({ published: await publishDueRatings() });
