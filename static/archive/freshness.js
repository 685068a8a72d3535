/* New links for what is on a page that is open longer than its links live. */

/* Nobody gets a new link any more; its message is a sentence for the person before the page. */
export class Refused extends Error {}

const ENDED = "Your access to this has ended. If you need it longer, ask whoever gave it to you.";
const SIGNED_OUT = "You are signed out. Load the page again and sign in to go on.";

const asked = new Map();

/* When a link ends by this browser's clock, in milliseconds. */
export function endOf(url) {
  return Number(new URL(url, window.location).searchParams.get("Expires")) * 1000;
}

async function ask(address) {
  const answer = await fetch(address, { cache: "no-store", redirect: "manual" });
  if (answer.type === "opaqueredirect") throw new Refused(SIGNED_OUT);
  if (answer.status === 404) throw new Refused(ENDED);
  if (!answer.ok) throw new Error(`The new link was answered with ${answer.status}.`);
  const { url, seconds } = await answer.json();
  /* This browser's clock may be wrong, but not how fast it goes. */
  return { url, ends: Date.now() + seconds * 1000 };
}

/* The link and its end, from the address that gives it; who asks while it is on its way gets the same. */
export function freshLink(address) {
  if (!asked.has(address)) asked.set(address, ask(address).finally(() => asked.delete(address)));
  return asked.get(address);
}
