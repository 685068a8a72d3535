// Other people's code that tries what it should not: what it achieved is in the page's title, as JSON.
const achieved = async (attempt) => {
  try {
    return (await attempt()) ?? false;
  } catch {
    return false;
  }
};

const inFrame = (address) =>
  new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.onload = () => {
      try {
        done(frame.contentDocument.body.innerText.length > 0);
      } catch {
        done(false);
      }
    };
    frame.onerror = () => done(false);
    setTimeout(() => done(false), 3000);
    frame.src = address;
    document.body.append(frame);
  });

const posted = (address) =>
  fetch(address, { method: "POST", credentials: "include", body: "x=1" }).then((answer) => answer.ok);

const read = (address) =>
  fetch(address, { credentials: "include" }).then((answer) => answer.text()).then((text) => text.length > 0);

async function tryEverything() {
  const site = new URLSearchParams(location.search).get("site");
  const other = new URLSearchParams(location.search).get("other");
  const results = {
    cookies: await achieved(() => document.cookie.includes("session") || document.cookie.includes("csrf")),
    parent: await achieved(() => parent.document.body.innerText.length > 0),
    "parent's storage": await achieved(() => parent.localStorage.length >= 0),
    "a private page": await achieved(() => read(`${site}/exhibition/`)),
    admin: await achieved(() => read(`${site}/admin/`)),
    "admin in a frame": await achieved(() => inFrame(`${site}/admin/`)),
    "a step in the admin": await achieved(() => posted(`${site}/admin/builds/start/`)),
    "another study": await achieved(() => read(other)),
    "another study in a frame": await achieved(() => inFrame(other)),
    "another study's storage": await achieved(() => localStorage.getItem("of another study") !== null),
    "a service worker": await achieved(() => navigator.serviceWorker.register("/run/worker.js").then(() => true)),
    "the window": await achieved(() => {
      top.location = "about:blank";
      return false;
    }),
    "a new window": await achieved(() => window.open("about:blank") !== null),
  };
  document.title = JSON.stringify({ results, origin: self.origin });
}

tryEverything();
