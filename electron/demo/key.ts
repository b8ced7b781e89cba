/** The demo account's key: no secret, and good for nothing but the demo service on this computer. */
export const DEMO_KEY = 'mycirrus-000000-DEMO0DEMO0DEMO00';
