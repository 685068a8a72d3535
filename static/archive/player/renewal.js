/* Keeps a player's link alive: a new one before the old ends, or when it fails; the listener's place is kept. */

import { Refused, endOf, freshLink } from "../freshness.js";
import { frame, players, whenReady } from "./stage.js";

/* All in milliseconds but what says otherwise. How long before its end a link is renewed: a short one, a quarter. */
const EARLY = 30_000;
const SECOND = 1000;
const RETRY = 5 * SECOND;
/* So often in a row it may fail within so many seconds of a recording; then it is not the link. */
const MOST = 3;
const SAME_PLACE = 5;
const SHORT_OF_THE_END = 0.5;
const LOST = "The connection is lost. It goes on when there is one again.";
const BROKEN = "The recording can’t be played just now. Load the page again, or come back later.";

/* Whether all that is left to be heard is here already. */
function isFetched({ buffered, currentTime, duration }) {
  return [...Array(buffered.length).keys()].some(
    (part) => buffered.start(part) <= currentTime && buffered.end(part) >= duration - SHORT_OF_THE_END,
  );
}

class Renewal {
  constructor(player) {
    this.player = player;
    /* The link that the player has, and the newest that there is. */
    this.used = this.link = { url: player.getAttribute("src"), ends: endOf(player.src) };
    /* Where and how the player was, while it begins anew. */
    this.state = null;
    this.plays = !player.paused;
    this.failures = { count: 0, at: 0 };
    player.addEventListener("play", () => (this.plays = true));
    player.addEventListener("pause", () => this.rest());
    ["play", "seeking", "waiting", "stalled"].forEach((name) => player.addEventListener(name, () => this.look()));
    player.addEventListener("error", () => this.fail());
    window.addEventListener("online", () => this.isStuck() && this.renew());
    if (player.error) this.fail();
  }

  /* A browser pauses what fails, too; that is nobody's wish. */
  rest() {
    if (this.state || this.player.error) return;
    this.plays = false;
    clearTimeout(this.timer);
  }

  /* Nothing is asked for a player that rests, as long as it rests. */
  look() {
    if (this.isStopped()) {
      this.renew();
    } else if (!this.state) {
      const now = Date.now();
      if (now < this.used.ends || (now < this.link.ends && isFetched(this.player))) this.plan();
      else if (now < this.link.ends) this.use();
      else this.renew();
    }
  }

  isStuck() {
    return this.player.error || this.player.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  isStopped() {
    return !this.player.hasAttribute("src");
  }

  async renew() {
    const before = this.link.ends;
    try {
      this.link = await freshLink(this.player.dataset.renew);
    } catch (error) {
      if (error instanceof Refused) this.stop(error.message);
      else this.retry();
      return;
    }
    if (this.said) this.say("");
    if (this.needsIt()) this.use();
    /* A grant that ends gives a last link, which is asked for again only when it has ended. */
    this.plan(this.link.ends < before + SECOND);
  }

  plan(isLast = false) {
    clearTimeout(this.timer);
    if (!this.plays) return;
    const left = this.link.ends - Date.now();
    this.timer = setTimeout(() => this.renew(), Math.max(SECOND, isLast ? left + SECOND : left - Math.min(EARLY, left / 4)));
  }

  needsIt() {
    if (this.isStopped() || this.player.error) return true;
    return this.link.url !== this.used.url && !isFetched(this.player);
  }

  /* The player begins anew with the new link, where it was and as it was. */
  use() {
    const { player } = this;
    this.remember();
    this.used = this.link;
    player.defaultPlaybackRate = player.playbackRate;
    player.src = this.link.url;
    whenReady(player, () => this.restore());
  }

  remember() {
    const { player } = this;
    this.state ??= {
      at: player.currentTime,
      modes: [...player.textTracks].map((track) => track.mode),
    };
  }

  restore() {
    if (!this.state) return;
    const { at, modes } = this.state;
    this.state = null;
    this.player.currentTime = at;
    [...this.player.textTracks].forEach((track, place) => (track.mode = modes[place]));
    if (this.plays) this.player.play().catch(() => {});
  }

  fail() {
    this.remember();
    const { at } = this.state;
    const isSame = Math.abs(at - this.failures.at) < SAME_PLACE;
    this.failures = { count: isSame ? this.failures.count + 1 : 1, at };
    if (this.failures.count > MOST) this.say(BROKEN);
    else this.renew();
  }

  retry() {
    clearTimeout(this.timer);
    if (this.isStuck()) this.say(LOST);
    this.timer = setTimeout(() => this.renew(), RETRY);
  }

  /* What has been fetched already is not played either. */
  stop(sentence) {
    const { player } = this;
    clearTimeout(this.timer);
    this.remember();
    this.plays = false;
    player.pause();
    player.removeAttribute("src");
    player.load();
    this.say(sentence);
  }

  say(words) {
    this.said = words;
    frame(this.player).querySelector("[data-status]").textContent = words;
  }
}

export function keepLinksAlive() {
  players.forEach((player) => new Renewal(player));
}
