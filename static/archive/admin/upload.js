// Sends files one by one, a few at a time, and shows what becomes of each (archive/admin/upload.py).

const AT_ONCE = 3;
const PAUSE = 1500;
const MOST_ASKED = 50;
const ENDED = new Set(["filed", "duplicate", "refused", "failed"]);

const form = document.querySelector("[data-upload]");
const [gallery, input] = [form.elements.gallery, form.elements.files];
const find = (name, within = document) => within.querySelector(`[data-${name}]`);
const list = find("list");
const waiting = [];
const sending = new Map();
let [isAsking, isSignedOut] = [false, false];

/* --- rows ---------------------------------------------------------------------------------------- */

function addRow(file) {
  const row = find("row").content.firstElementChild.cloneNode(true);
  const chosen = gallery.selectedOptions[0];
  row.total = file.size;
  row.sent = 0;
  find("name", row).firstElementChild.textContent = file.name;
  find("code", row).textContent = chosen.textContent.trim();
  find("size", row).textContent = inWords(file.size);
  find("bar", row).setAttribute("aria-label", `Sent of ${file.name}`);
  list.prepend(row);
  find("none").hidden = true;
  return row;
}

function inWords(bytes) {
  for (const [unit, name] of [[2 ** 30, "GB"], [2 ** 20, "MB"], [2 ** 10, "KB"]]) {
    if (bytes >= unit) return `${Math.ceil((bytes * 10) / unit) / 10} ${name}`;
  }
  return `${bytes} bytes`;
}

function say(row, state, sentence) {
  row.dataset.state = state;
  find("sentence", row).textContent = sentence;
  find("bar", row).hidden = state !== "sending";
}

function show(row, upload) {
  row.dataset.uuid = upload.uuid;
  find("name", row).firstElementChild.textContent = upload.name;
  find("code", row).textContent = upload.code;
  find("size", row).textContent = upload.size;
  say(row, upload.state, upload.sentence);
  const link = find("link", row);
  link.hidden = !upload.link;
  if (upload.link) [link.href, link.textContent] = [upload.link.address, upload.link.words];
}

function fail(job, sentence) {
  say(job.row, "failed", sentence);
  job.row.sent = 0;
  const again = find("again", job.row);
  again.hidden = false;
  again.onclick = () => {
    again.hidden = true;
    enqueue(job);
  };
}

/* --- the whole ----------------------------------------------------------------------------------- */

const ours = () => [...list.children].filter((row) => row.total !== undefined);
const count = (rows, ...states) => rows.filter((row) => states.includes(row.dataset.state)).length;

function tellTheWhole() {
  const rows = ours();
  if (!rows.length || isSignedOut) return;
  const isSending = waiting.length + sending.size > 0;
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  find("whole").hidden = false;
  find("stop").hidden = !isSending;
  find("whole-bar").value = total ? rows.reduce((sum, row) => sum + row.sent, 0) / total : 1;
  const parts = [
    [count(rows, "queued", "sending"), "to be sent"],
    [count(rows, "waiting", "working"), "to be read"],
    [count(rows, "filed"), "filed"],
    [count(rows, "duplicate"), "there already"],
    [count(rows, "refused"), "refused"],
    [count(rows, "failed"), "not sent"],
  ];
  const told = parts.filter(([number]) => number).map(([number, what]) => `${number} ${what}`).join(", ");
  const sentence = `Of ${rows.length} ${rows.length === 1 ? "file" : "files"}: ${told}.`;
  // Said only when it has changed, so that nobody has to hear it again.
  if (find("summary").textContent !== sentence) find("summary").textContent = sentence;
}

/* --- sending ------------------------------------------------------------------------------------- */

function enqueue(job) {
  say(job.row, "queued", "Waiting to be sent.");
  waiting.push(job);
  sendNext();
}

function sendNext() {
  while (waiting.length && sending.size < AT_ONCE) send(waiting.shift());
  tellTheWhole();
}

function send(job) {
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.append("gallery", job.gallery);
  body.append("files", job.file);
  say(job.row, "sending", "Being sent.");
  sending.set(job, request);
  request.upload.onprogress = (event) => {
    const part = event.total ? event.loaded / event.total : 0;
    find("bar", job.row).value = part;
    job.row.sent = part * job.row.total;
    tellTheWhole();
  };
  request.onload = () => finish(job, request);
  request.onerror = () => end(job, "It could not be sent. See whether you are online; a folder can't be sent.");
  request.onabort = () => end(job, "It was not sent, because you stopped it.");
  request.open("POST", form.action || location.href);
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.send(body);
}

function finish(job, request) {
  if (request.status === 201) {
    job.row.sent = job.row.total;
    show(job.row, request.response.uploads[0]);
    end(job);
    ask();
  } else if (request.response?.problem) end(job, request.response.problem);
  else if (request.status === 403) end(job, "You may not upload any more. Sign in again in another tab, then try again.");
  else end(job, "The server could not take it. Try again; if that does not help, tell the operators.");
}

function end(job, problem) {
  sending.delete(job);
  if (problem) fail(job, problem);
  sendNext();
}

function start(files) {
  if (!gallery.reportValidity()) return false;
  for (const file of files) {
    const job = { file, row: addRow(file), gallery: gallery.value };
    if (file.size > Number(form.dataset.mostBytes)) {
      say(job.row, "refused", `This file has ${inWords(file.size)}; ${form.dataset.most} can be uploaded. Cut it into parts and upload those.`);
    } else enqueue(job);
  }
  tellTheWhole();
  return true;
}

/* --- asking what has become of them -------------------------------------------------------------- */

function toAskAbout() {
  const rows = [...list.children].filter((row) => row.dataset.uuid && !ENDED.has(row.dataset.state));
  // What was sent first is read first, and stands last.
  return rows.reverse().slice(0, MOST_ASKED);
}

async function ask() {
  if (isAsking) return;
  isAsking = true;
  while (toAskAbout().length && !isSignedOut) {
    await new Promise((resume) => setTimeout(resume, PAUSE));
    try {
      await askOnce();
    } catch {
      // The network is away; the next round asks again.
    }
    tellTheWhole();
  }
  isAsking = false;
}

async function askOnce() {
  const rows = new Map(toAskAbout().map((row) => [row.dataset.uuid, row]));
  const query = new URLSearchParams([...rows.keys()].map((uuid) => ["id", uuid]));
  const answer = await fetch(`${form.dataset.states}?${query}`, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (answer.status === 403) {
    isSignedOut = true;
    find("summary").textContent = "You are not signed in any more. What was sent is being read all the same.";
  }
  if (!answer.ok) return;
  const { uploads } = await answer.json();
  for (const upload of uploads) {
    show(rows.get(upload.uuid), upload);
    rows.delete(upload.uuid);
  }
  for (const row of rows.values()) say(row, "refused", "It is not there any more.");
}

/* --- what people do ------------------------------------------------------------------------------ */

function startWithInput() {
  if (input.files.length && start(input.files)) input.value = "";
}

input.addEventListener("change", startWithInput);
gallery.addEventListener("change", startWithInput);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  startWithInput();
});
find("stop").addEventListener("click", () => {
  for (const job of waiting.splice(0)) fail(job, "It was not sent, because you stopped it.");
  for (const request of [...sending.values()]) request.abort();
});

const zone = find("zone");
const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
// Beside the zone a dropped file would be opened by the browser, and the page with what it sends be gone.
document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  zone.classList.toggle("upload-zone--over", zone.contains(event.target));
});
document.addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  zone.classList.remove("upload-zone--over");
  if (zone.contains(event.target)) start(event.dataTransfer.files);
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("upload-zone--over");
});
window.addEventListener("beforeunload", (event) => {
  if (waiting.length + sending.size) event.preventDefault();
});

find("submit").hidden = true;
find("look-again").hidden = true;
find("drop").hidden = false;
ask();
