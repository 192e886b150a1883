import { queueSavedReports } from '../services/own-reports/mailing.ts';

export const sendSavedReports = async () => ({ reports: await queueSavedReports() });
