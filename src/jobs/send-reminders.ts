import { queueReminders } from '../services/mail/reminders.ts';
import { queueRatingRequests } from '../services/ratings/requests.ts';

export const sendReminders = async () => ({ reminders: await queueReminders(), ratingRequests: await queueRatingRequests() });
