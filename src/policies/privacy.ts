/** The version of the text at /privacy that people agree to; to be raised whenever what it says about their data changes. */
export const PRIVACY_VERSION = '2026-11-22';
