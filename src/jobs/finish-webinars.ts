import { finishRecordings } from '../services/webinars/recording/finish.ts';

export const finishWebinars = () => finishRecordings();
