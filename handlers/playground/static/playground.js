// The page: who one is, where one looks, and what stands there.
import { blocks, menu, valuesIn } from "./blocks.js";
import { composer } from "./composer.js";
import { confirmed, showModals } from "./dialogs.js";
import { avatar, h, icon } from "./dom.js";
import { mrkdwn, names } from "./mrkdwn.js";
import { follow, send } from "./server.js";

const $ = (selector) => document.querySelector(selector);
const address = new URL(location.href);
const look = {
  me: address.searchParams.get("as") ?? "U0ADALIND",
  channel: address.searchParams.get("channel") ?? "C0STREETS",
  thread: address.searchParams.get("thread"),
  tab: address.searchParams.get("tab") ?? "home",
};
let state = null;
const seen = new Map(); // channel → ts of the newest message looked at
const waiting = new Map(); // "channel" or "thread" → how many deeds are under way

const here = () => state.channels.find((each) => each.id === look.channel) ?? state.channels[0];
const who = (id) => names.people.get(id) ?? { name: id };
const clockFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

function remember() {
  const url = new URL(location.href);
  for (const [name, value] of [["as", look.me], ["channel", look.channel], ["thread", look.thread], ["tab", here()?.im ? look.tab : null], ["ts", null]]) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  history.replaceState(null, "", url);
}

// --- deeds ---------------------------------------------------------------------------------------

function busy(kind) {
  waiting.set(kind, (waiting.get(kind) ?? 0) + 1);
  const showing = setTimeout(showPending, 150);
  return () => { clearTimeout(showing); waiting.set(kind, waiting.get(kind) - 1); showPending(); };
}

function scene(where, root, values = {}) {
  const around = () => ({ ...where, values: valuesIn(root()) });
  const ids = (element, block) => ({ block_id: block.block_id, action_id: element.action_id });
  return {
    kept: (block, element) => values[block.block_id]?.[element.action_id],
    dispatches: (block) => block.type !== "input" || block.dispatch_action === true,
    options: (element, block, value) => send("options", { ...around(), ...ids(element, block), value }),
    async press(element, block, given, node) {
      if (!(await confirmed(element.confirm))) return;
      node.setAttribute("aria-busy", "true");
      await send("action", { ...around(), ...ids(element, block), ...given });
      node.removeAttribute("aria-busy");
    },
  };
}

function drawer(open) {
  document.body.classList.toggle("drawer", open);
  $("#menu").setAttribute("aria-expanded", String(open));
}

function visit() {
  // Also before the state of a new person is there, in which here() would look. About is Slack's own.
  if (look.channel.startsWith("D") && look.tab !== "about") send("visit", { tab: look.tab });
}

function go(change) {
  const before = look.channel;
  Object.assign(look, change);
  if (look.channel !== before && !("thread" in change)) look.thread = null;
  drawer(false);
  remember();
  show(state);
  if (change.channel || change.tab) visit();
}
names.openChannel = (id) => go({ channel: id });

function become(person) {
  const partner = here()?.im;
  look.me = person;
  if (partner) look.channel = `D${person.slice(1)}`;
  drawn.clear();
  remember();
  follow(person, show);
  if (partner) visit();
}

// --- messages ------------------------------------------------------------------------------------

const drawn = new Map(); // place and ts → the message as drawn, so that what is chosen in it stays

function message(one, place, compact, replies) {
  const key = `${place} ${one.ts}`;
  const told = JSON.stringify([one, compact, replies?.map((each) => each.ts)]);
  const known = drawn.get(key);
  if (known?.told === told) return known.node;
  const node = drawMessage(one, place, compact, replies);
  drawn.set(key, { told, node });
  return node;
}

function drawMessage(one, place, compact, replies) {
  const author = who(one.user);
  const time = h("time", { class: "time" }, clockFormat.format(new Date(one.ts * 1000)));
  const body = h("div", { class: "body" });
  const node = h("article", {
    class: `message${compact ? " compact" : ""}${one.ephemeral ? " private" : ""}`,
    "data-ts": one.ts, "data-ephemeral": one.ephemeral ? "true" : null, "data-thread": one.thread_ts, "data-user": one.user, "aria-label": `${author.name}`,
  }, compact ? time : avatar(author), body, tools(one, place));
  const inside = scene({ channel: look.channel, ts: one.ts }, () => node);
  body.append(...[
    one.ephemeral ? h("p", { class: "only" }, icon("eye"), "Only visible to you", h("button", { type: "button", class: "link", onclick: () => send("dismiss", { channel: look.channel, ts: one.ts }) }, "Dismiss")) : null,
    compact ? null : h("header", {}, h("strong", {}, author.name), one.bot_id || one.user === "USLACKBOT" ? h("span", { class: "badge" }, "App") : null, time),
    ...(one.blocks ? blocks(one.blocks, inside) : [h("div", { class: "prose" }, mrkdwn(one.text))]),
    ...(one.attachments ?? []).map((each) => unfolded(each.blocks, inside)),
    one.edited ? h("small", { class: "quiet" }, "(edited)") : null,
    replies?.length ? threadLink(one, replies) : null,
  ].filter(Boolean));
  return node;
}

/** What the app makes of a link. */
function unfolded(made, inside) {
  return h("div", { class: "unfurl" }, h("p", { class: "quiet" }, avatar(state.bot, "small"), state.bot.name), blocks(made, inside));
}

function showPreviews() {
  parts.previews.hidden = !state.previews.length;
  parts.previews.replaceChildren(...state.previews.map((made) => unfolded(made, scene({}, () => parts.previews))));
}

function threadLink(one, replies) {
  const faces = [...new Set(replies.map((each) => each.user))].slice(0, 4).map((id) => avatar(who(id), "small"));
  return h("button", { type: "button", class: "replies", "data-replies": one.ts, onclick: () => go({ thread: one.ts }) }, faces,
    h("span", { class: "link" }, `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`), h("time", { class: "quiet" }, `last at ${clockFormat.format(new Date(replies.at(-1).ts * 1000))}`));
}

function tools(one, place) {
  const shortcuts = state.features.shortcuts.filter((each) => each.type === "message" && one.user !== "USLACKBOT");
  const entries = shortcuts.map((each) => ({ text: each.name, hint: each.description, act: () => send("shortcut", { callback_id: each.callback_id, channel: look.channel, ts: one.ts }) }));
  const reply = place === "channel" && !one.ephemeral;
  return h("div", { class: "message-tools" },
    reply ? h("button", { type: "button", class: "icon", "aria-label": "Reply in thread", title: "Reply in thread", onclick: () => { go({ thread: one.ts }); $("#thread textarea")?.focus(); } }, icon("reply")) : null,
    entries.length ? menu("More actions", icon("more"), entries) : null);
}

function day(ts) {
  const date = new Date(ts * 1000);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000);
  return ["Today", "Yesterday"][days] ?? dayFormat.format(date);
}

const atEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 80;

/** Keeps a list at its end while the room around it changes. */
function anchored(list) {
  let low = true;
  list.addEventListener("scroll", () => { low = atEnd(list); });
  new ResizeObserver(() => { if (low) list.scrollTop = list.scrollHeight; }).observe(list);
  return list;
}

/** Replaces what stands in the list by these nodes, moving as little as possible. */
function settle(list, nodes) {
  const low = atEnd(list);
  const newest = list.lastElementChild?.dataset.ts;
  for (const old of [...list.children]) if (!nodes.includes(old)) old.remove();
  nodes.forEach((node, index) => { if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null); });
  const last = nodes.at(-1);
  if (low || (last?.dataset.ts !== newest && last?.dataset.user === look.me)) list.scrollTop = list.scrollHeight;
}

const separators = new Map();
function separator(text, place) {
  const key = `${place} ${text}`;
  if (!separators.has(key)) separators.set(key, h("p", { class: "day" }, h("span", {}, text)));
  return separators.get(key);
}

const beginnings = new Map();
function beginning(channel) {
  const room = h("span", { class: "avatar large room", "aria-hidden": "true" }, "#");
  const drawn = () => h("header", { class: "beginning" }, channel.im ? avatar(state.bot, "large") : room,
    h("h2", {}, channel.im ? state.bot.name : channel.name), h("p", { class: "quiet" }, channel.im ? state.about.description : channel.topic));
  if (!beginnings.has(channel.id)) beginnings.set(channel.id, drawn());
  return beginnings.get(channel.id);
}

function conversation(messages, place, repliesTo = () => null) {
  const nodes = [];
  let before = null;
  for (const one of messages) {
    const fresh = !before || day(before.ts) !== day(one.ts);
    if (fresh && place === "channel") nodes.push(separator(day(one.ts), `${place} ${look.channel}`));
    const compact = !fresh && before.user === one.user && one.ts - before.ts < 300 && !one.ephemeral && !before.ephemeral && !repliesTo(before)?.length;
    nodes.push(message(one, place, compact, repliesTo(one)));
    before = one;
  }
  return nodes;
}

// --- the parts of the page -----------------------------------------------------------------------

const parts = {};

function build() {
  const place = () => ({ channel: look.channel });
  const inThread = () => ({ channel: look.channel, thread_ts: look.thread });
  parts.list = anchored(h("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": "Messages", tabindex: "0" }));
  parts.pending = h("p", { class: "pending", hidden: true });
  parts.prompts = h("div", { class: "prompts", role: "group", "aria-label": "Suggestions" });
  parts.box = composer("channel", place, () => state, busy);
  parts.previews = h("div", { class: "previews", role: "status", "aria-label": "Preview", hidden: true });
  parts.talk = h("div", { class: "talk" }, parts.list, h("div", { class: "foot" }, parts.pending, parts.prompts, parts.previews, parts.box.form));
  parts.home = h("div", { class: "home", "data-home": "true" });
  parts.about = h("div", { class: "home about" });
  parts.threadList = h("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": "Thread", tabindex: "0" });
  parts.threadPending = h("p", { class: "pending", hidden: true });
  parts.threadBox = composer("thread", inThread, () => state, busy);
  parts.threadBox.label("Reply in thread");
  $("#thread").replaceChildren(
    h("header", {}, h("div", {}, h("h2", {}, "Thread"), (parts.threadTitle = h("p", { class: "quiet" }))),
      h("button", { type: "button", class: "icon", "aria-label": "Close thread", onclick: () => go({ thread: null }) }, icon("close"))),
    parts.threadList, h("div", { class: "foot" }, parts.threadPending, parts.threadBox.form));
  $("#menu").append(icon("menu"));
  $("#menu").addEventListener("click", () => drawer(!document.body.classList.contains("drawer")));
  $("#scrim").addEventListener("click", () => drawer(false));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { if (document.body.classList.contains("drawer")) drawer(false); else if (look.thread && !$("dialog[open]")) go({ thread: null }); } });
}

function showSidebar() {
  const entry = (each, face, name) => {
    const newest = each.messages.at(-1)?.ts ?? "0";
    if (each.id === look.channel || !seen.has(each.id)) seen.set(each.id, newest);
    const fresh = newest > seen.get(each.id);
    return h("li", {}, h("button", { type: "button", class: `place${fresh ? " fresh" : ""}`, "data-channel": each.id, "aria-current": each.id === look.channel ? "page" : null, onclick: () => go({ channel: each.id }) },
      face, h("span", {}, name), fresh ? h("span", { class: "dot", "aria-label": "new messages" }) : null));
  };
  $("#team").textContent = state.team;
  $("#channels").replaceChildren(...state.channels.filter((each) => !each.im).map((each) => entry(each, h("span", { class: "hash", "aria-hidden": "true" }, "#"), each.name)));
  $("#apps").replaceChildren(...state.channels.filter((each) => each.im).map((each) => entry(each, avatar(state.bot, "small"), state.bot.name)));
  const persons = state.people.filter((each) => each.id !== state.bot.id && each.handle !== "slackbot");
  $("#people").replaceChildren(...persons.map((each) => h("button", { type: "button", class: "person", "data-person": each.id, "aria-pressed": String(each.id === look.me), title: `Be ${each.name}, ${each.title}`, "aria-label": each.name,
    onclick: () => become(each.id) }, avatar(each, "small"), h("span", {}, each.name.split(" ")[0]))));
}

function showBar(channel) {
  $("#title").textContent = channel.im ? state.bot.name : `# ${channel.name}`;
  $("#topic").textContent = channel.im ? state.about.description : [channel.bot_inside ? "" : `${state.bot.name} is not here`, channel.topic].filter(Boolean).join(" · ");
  document.title = `${channel.im ? state.bot.name : `#${channel.name}`} · ${state.team}`;
  const tabs = [["home", "Home", state.features.app_home?.home_tab_enabled], ["messages", "Messages", state.features.app_home?.messages_tab_enabled ?? true], ["about", "About", true]].filter(([, , on]) => on);
  if (channel.im && !tabs.some(([name]) => name === look.tab)) look.tab = tabs[0][0];
  $("#tabs").hidden = !channel.im;
  $("#tabs").replaceChildren(...tabs.map(([name, text]) => h("button", { type: "button", role: "tab", "data-tab": name, "aria-selected": String(name === look.tab), onclick: () => go({ tab: name }) }, text)));
}

let homeShown = null;
function showHome() {
  const key = state.home ? `${look.me} ${state.home.id} ${state.home.hash}` : `none ${look.me}`;
  if (key === homeShown) return;
  const kept = homeShown?.startsWith(`${look.me} ${state.home?.id}`) ? valuesIn(parts.home) : {};
  homeShown = key;
  parts.home.replaceChildren(...(state.home
    ? blocks(state.home.blocks, scene({ view_id: state.home.id }, () => parts.home, kept))
    : [h("p", { class: "empty" }, `${state.bot.name} has not put anything here yet.`)]));
}

function showAbout() {
  const commands = state.features.slash_commands.map((each) => h("li", {}, h("code", {}, each.command), ` ${each.description ?? ""} `, h("span", { class: "quiet" }, each.usage_hint ?? "")));
  const shortcuts = state.features.shortcuts.map((each) => h("li", {}, h("strong", {}, each.name), ` ${each.description ?? ""} `, h("span", { class: "quiet" }, each.type === "message" ? "on a message" : "anywhere")));
  const steps = Object.values(state.steps).map((step) => h("li", {}, h("strong", {}, step.title), ` ${step.description}`));
  parts.about.replaceChildren(avatar(state.bot, "large"), h("h3", { class: "header" }, state.bot.name), h("p", {}, state.about.description), h("p", { class: "prose" }, state.about.long_description),
    h("h4", {}, "Commands"), h("ul", {}, commands), h("h4", {}, "Shortcuts"), h("ul", {}, shortcuts),
    ...(steps.length ? [h("h4", {}, "Steps of workflows"), h("ul", {}, steps)] : []));
}

function showPrompts(channel) {
  const own = state.features.agent_view?.suggested_prompts ?? [];
  const given = channel.prompts?.prompts ?? own;
  const quiet = channel.im && !Object.keys(channel.statuses).length;
  parts.prompts.replaceChildren(...(quiet ? [channel.prompts?.title ? h("p", { class: "quiet" }, channel.prompts.title) : null,
    ...given.map((each) => h("button", { type: "button", class: "prompt", onclick: () => parts.box.say(each.message ?? each) }, each.title ?? each))].filter(Boolean) : []));
}

function showPending() {
  const channel = here();
  const status = (ts) => channel.statuses[ts];
  const roots = new Set(channel.messages.map((each) => each.ts));
  const open = Object.keys(channel.statuses).find((ts) => roots.has(ts) || channel.im);
  const line = (node, said, kind) => {
    const text = said ? `${state.bot.name} ${said}` : waiting.get(kind) ? `Waiting for ${state.bot.name}` : "";
    node.hidden = !text;
    node.replaceChildren(h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), text);
  };
  line(parts.pending, open && status(open), "channel");
  line(parts.threadPending, look.thread && status(look.thread), "thread");
}

function showThread(channel) {
  const root = channel.messages.find((each) => each.ts === look.thread);
  $("#thread").hidden = !root;
  document.body.classList.toggle("threaded", Boolean(root));
  if (!root) return;
  $("#thread").dataset.threadPanel = root.ts;
  parts.threadTitle.textContent = channel.im ? state.bot.name : `# ${channel.name}`;
  settle(parts.threadList, conversation([root, ...channel.messages.filter((each) => each.thread_ts === root.ts)], "thread"));
}

function showTalk(channel) {
  const replies = Map.groupBy ? Map.groupBy(channel.messages, (each) => each.thread_ts) : grouped(channel.messages);
  const visible = channel.messages.filter((each) => !each.thread_ts);
  const nodes = conversation(visible, "channel", (one) => (replies.get(one.ts) ?? []).filter((each) => !each.ephemeral));
  settle(parts.list, [beginning(channel), ...nodes]);
  parts.box.label(channel.im ? `Message ${state.bot.name}` : `Message #${channel.name}`);
}

function grouped(messages) {
  const groups = new Map();
  for (const each of messages) groups.set(each.thread_ts, [...(groups.get(each.thread_ts) ?? []), each]);
  return groups;
}

function show(next) {
  const first = !state;
  state = next;
  state.features = { slash_commands: [], shortcuts: [], ...state.features };
  names.people = new Map(state.people.map((each) => [each.id, each]));
  names.channels = new Map(state.channels.map((each) => [each.id, each]));
  names.bot = state.bot.name;
  if (first) build();
  const channel = here();
  look.channel = channel.id;
  document.documentElement.dataset.ready = "true";
  showSidebar();
  showBar(channel);
  const tab = channel.im ? look.tab : "messages";
  const part = { home: parts.home, about: parts.about, messages: parts.talk }[tab];
  if ($("#view").firstElementChild !== part) $("#view").replaceChildren(part);
  const moved = parts.list.dataset.channel !== `${channel.id} ${look.me}`;
  parts.list.dataset.channel = `${channel.id} ${look.me}`;
  if (tab === "home") showHome();
  else if (tab === "about") showAbout();
  showTalk(channel);
  showPrompts(channel);
  showPreviews();
  showThread(channel);
  showPending();
  if (moved) parts.list.scrollTop = parts.list.scrollHeight;
  showModals(state.modals, (view, values) => scene({ view_id: view.id }, () => $("#modal"), values));
  const linked = first && address.searchParams.get("ts");
  if (linked) document.querySelector(`[data-ts="${CSS.escape(linked)}"]`)?.scrollIntoView({ block: "center" });
  if (first) { remember(); visit(); parts.box.box.focus({ preventScroll: true }); }
}

follow(look.me, show);
