/** What an app on Fly.io may be called: what can stand in a host name, and is no flag of a program. */
export const APP_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
