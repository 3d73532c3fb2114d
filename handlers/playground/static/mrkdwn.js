// Draws Slack's mrkdwn, plain text and Markdown as DOM nodes.
import { h, link, webAddress } from "./dom.js";

export const names = { people: new Map(), channels: new Map(), bot: "", openChannel: () => {} };

const EMOJI = {
  wave: "👋", seedling: "🌱", evergreen_tree: "🌲", deciduous_tree: "🌳", children_crossing: "🚸", school: "🏫",
  bulb: "💡", books: "📚", book: "📖", notebook: "📓", memo: "📝", pencil: "📝", mag: "🔍", link: "🔗", pushpin: "📌",
  arrow_forward: "▶️", white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", question: "❓",
  exclamation: "❗", information_source: "ℹ️", star: "⭐", sparkles: "✨", tada: "🎉", eyes: "👀", thumbsup: "👍",
  "+1": "👍", thumbsdown: "👎", "-1": "👎", heart: "❤️", smile: "😄", thinking_face: "🤔", calendar: "📅",
  date: "📅", alarm_clock: "⏰", hourglass: "⌛", bell: "🔔", no_bell: "🔕", lock: "🔒", gear: "⚙️",
  earth_africa: "🌍", globe_with_meridians: "🌐", "flag-se": "🇸🇪", "flag-no": "🇳🇴", "flag-nl": "🇳🇱",
  "flag-gb": "🇬🇧", "flag-dk": "🇩🇰", "flag-fi": "🇫🇮", "flag-de": "🇩🇪", house: "🏠", office: "🏢", city_sunset: "🌇",
  rocket: "🚀", compass: "🧭", dart: "🎯", clapper: "🎬", tv: "📺", speech_balloon: "💬", robot_face: "🤖",
};

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function emoji(name) {
  return EMOJI[name] ?? `:${name}:`;
}

export function person(id) {
  return h("span", { class: "mention" }, `@${names.people.get(id)?.name ?? id}`);
}

export function channel(id) {
  const known = names.channels.get(id);
  return h("button", { type: "button", class: "mention", onclick: () => names.openChannel(id) }, `#${known?.name ?? id}`);
}

export function ping(word) {
  return h("mark", { class: "ping", title: "This notifies everybody here" }, `@${word}`);
}

const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_slash: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

export function formattedDate(seconds, format, fallback) {
  const moment = new Date(Number(seconds) * 1000);
  if (Number.isNaN(moment.valueOf())) return fallback ?? "";
  return format.replace(/\{(\w+)\}/g, (whole, token) => {
    const style = DATES[token.replace("_pretty", "")] ?? (token === "ago" ? DATES.date : null);
    return style ? moment.toLocaleString("en-GB", style) : whole;
  });
}

function angled(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? null : unescape(inside.slice(bar + 1));
  if (/^@[UW]/.test(target)) return person(target.slice(1));
  if (/^#C/.test(target)) return channel(target.slice(1));
  if (/^!(here|channel|everyone)$/.test(target)) return ping(target.slice(1));
  if (target.startsWith("!subteam^")) return h("mark", { class: "ping" }, label ?? "@group");
  if (target.startsWith("!date^")) {
    const [, seconds, format, address] = target.split("^");
    const text = formattedDate(seconds, unescape(format ?? ""), label);
    return address ? link(unescape(address), text) : h("time", {}, text);
  }
  const address = unescape(target);
  if (webAddress(address)) return link(address, label || address);
  return document.createTextNode(`<${unescape(inside)}>`);
}

const WITHIN = (mark) => `(?<![\\w${mark}])${mark}(?=\\S)((?:<[^<>\\n]*>|\`[^\`\\n]*\`|[^${mark}<\\n])+?)(?<=\\S)${mark}(?![\\w${mark}])`;
const ALWAYS = [
  ["code", "`([^`\\n]+)`"], ["angle", "<([^<>\\n]+)>"],
  ["strong", WITHIN("\\*")], ["em", WITHIN("_")], ["s", WITHIN("~")],
  ["emoji", ":((?=[a-z0-9_+'-]*[a-z])[a-z0-9_+'-]+|\\+1|-1):"],
];
const LOOSE = [["url", "(https?://[^\\s<>]*[^\\s<>.,;:!?)])"], ["ping", "(?<!\\w)@(here|channel|everyone)\\b"], ["room", "(?<!\\w)#([a-z0-9_-]+)"]];

const pattern = (rules) => new RegExp(rules.map(([, source]) => source).join("|"), "g");
const STRICT = { rules: ALWAYS, find: pattern(ALWAYS) };
const EAGER = { rules: [...ALWAYS, ...LOOSE], find: pattern([...ALWAYS, ...LOOSE]) };

function drawn(kind, inside, verbatim) {
  if (kind === "code") return h("code", {}, unescape(inside));
  if (kind === "angle") return angled(inside);
  if (kind === "emoji") return document.createTextNode(emoji(inside));
  if (kind === "url") return link(unescape(inside), unescape(inside));
  if (kind === "ping") return ping(inside);
  if (kind === "room") {
    const known = [...names.channels.values()].find((room) => room.name === inside);
    return known ? channel(known.id) : document.createTextNode(`#${inside}`);
  }
  return h(kind, {}, inline(inside, verbatim));
}

function inline(text, verbatim) {
  const { rules, find } = verbatim ? STRICT : EAGER;
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(find)) {
    const index = rules.findIndex((_, i) => match[i + 1] !== undefined);
    if (match.index > end) parts.push(unescape(text.slice(end, match.index)));
    parts.push(drawn(rules[index][0], match[index + 1], verbatim));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(unescape(text.slice(end)));
  return parts;
}

function lines(text, verbatim) {
  const out = [];
  let quote = null;
  for (const line of text.split("\n")) {
    const quoted = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quoted) {
      if (!quote) out.push((quote = h("blockquote")));
      else quote.append(h("br"));
      quote.append(...inline(quoted[1], verbatim));
      continue;
    }
    const item = line.match(/^(\s*)([•◦▪‣-]|\d+[.)]) (.*)$/);
    if (item) out.push(h("div", { class: "hanging" }, h("span", { class: "bullet" }, item[2]), h("span", {}, inline(item[3], verbatim))));
    else {
      if (out.length && !quote && !out.at(-1).className?.includes("hanging")) out.push(h("br"));
      out.push(...inline(line, verbatim));
    }
    quote = null;
  }
  return out;
}

/** mrkdwn as nodes; verbatim leaves bare addresses, @names and #names alone. */
export function mrkdwn(text, verbatim = false) {
  return String(text ?? "").split(/```\n?/).flatMap((part, index) => {
    if (index % 2) return [h("pre", {}, unescape(part.replace(/\n$/, "")))];
    return part ? lines(part.replace(index ? /^\n/ : /^$/, ""), verbatim) : [];
  });
}

/** A text object of Block Kit. */
export function textObject(text) {
  if (!text) return [];
  if (text.type === "mrkdwn") return mrkdwn(text.text, text.verbatim === true);
  return [String(text.text ?? "").replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole)];
}

const MARKS = new RegExp(
  "`([^`\\n]+)`|\\[([^\\]\\n]*)\\]\\(\\s*<?([^)\\s>]*)>?[^)]*\\)|\\*\\*(?=\\S)(.+?)\\*\\*|~~(.+?)~~|(?<!\\w)[*_](?=\\S)([^*_\\n]+)[*_](?!\\w)|<?(https?://[^\\s<>)]+)>?", "g");

function marked(text) {
  const parts = [];
  let end = 0;
  for (const [whole, code, label, address, strong, struck, em, bare, ...rest] of [...text.matchAll(MARKS)].map((m) => [...m, m.index])) {
    const at = rest.at(-1);
    if (at > end) parts.push(text.slice(end, at));
    if (code !== undefined) parts.push(h("code", {}, code));
    else if (address !== undefined) parts.push(link(address, marked(label)));
    else if (strong !== undefined) parts.push(h("strong", {}, marked(strong)));
    else if (struck !== undefined) parts.push(h("s", {}, marked(struck)));
    else if (em !== undefined) parts.push(h("em", {}, marked(em)));
    else parts.push(link(bare, bare));
    end = at + whole.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** Basic Markdown: headings, lists, quotes, fences, rules and inline marks. */
export function markdown(text) {
  const out = [];
  String(text ?? "").split(/^```.*$/m).forEach((part, index) => {
    if (index % 2) return out.push(h("pre", {}, part.replace(/^\n|\n$/g, "")));
    for (const chunk of part.split(/\n{2,}/)) {
      let list = null;
      for (const line of chunk.split("\n").filter((each) => each.trim())) {
        const [, depth, title] = line.match(/^(#{1,6}) (.*)$/) ?? [];
        const [, , order, item] = line.match(/^(\s*)(?:[-*+]|(\d+)[.)]) (.*)$/) ?? [];
        const [, quoted] = line.match(/^> ?(.*)$/) ?? [];
        if (item !== undefined) {
          if (!list) out.push((list = h(order ? "ol" : "ul")));
          list.append(h("li", {}, marked(item)));
          continue;
        }
        list = null;
        if (depth) out.push(h(depth.length < 3 ? "h3" : "h4", {}, marked(title)));
        else if (quoted !== undefined) out.push(h("blockquote", {}, marked(quoted)));
        else if (/^(---+|\*\*\*+)$/.test(line)) out.push(h("hr"));
        else out.push(h("p", {}, marked(line)));
      }
    }
  });
  return out;
}
