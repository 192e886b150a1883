import { queueReminders } from '../services/mail/reminders.ts';

export const sendReminders = async () => ({ reminders: await queueReminders() });
