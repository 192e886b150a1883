/** The version of the text at /privacy that people agree to; to be raised whenever what it says about their data changes. */
export const PRIVACY_VERSION = '2026-11-22';

/** Whether an address stands for somebody who has left: nobody can have it, and no mail reaches it. */
export const isGone = (email: string): boolean => /@deleted\.invalid$/i.test(email);
