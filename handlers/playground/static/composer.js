// The box one types into: commands, names and channels complete themselves.
import { menu } from "./blocks.js";
import { avatar, h, icon } from "./dom.js";
import { send } from "./server.js";
import { showStep } from "./steps.js";

function offers(text, caret, state) {
  const before = text.slice(0, caret);
  if (/^\/\S*$/.test(before)) {
    const commands = state.features.slash_commands.map((each) => ({ insert: each.command, title: each.command, hint: each.usage_hint, about: each.description }));
    return { from: 0, list: commands.filter((each) => each.title.startsWith(before)) };
  }
  const [, sign, word] = before.match(/(?:^|\s)([@#])([\p{L}\d_-]*)$/u) ?? [];
  if (!sign) return { from: 0, list: [] };
  const starts = (name) => name.toLowerCase().startsWith(word.toLowerCase());
  const people = [state.bot, ...state.people.filter((each) => each.id !== state.bot.id && each.id !== state.me && each.handle !== "slackbot")];
  const list = sign === "@"
    ? people.filter((each) => starts(each.name) || starts(each.handle)).map((each) => ({ insert: `@${each.name}`, title: each.name, about: each.title, face: each }))
    : state.channels.filter((each) => each.name && starts(each.name)).map((each) => ({ insert: `#${each.name}`, title: `#${each.name}`, about: each.topic }));
  return { from: caret - word.length - 1, list };
}

function usage(text, state) {
  const command = state.features.slash_commands.find((each) => text.startsWith(`${each.command} `));
  return command ? `${command.command} ${command.usage_hint ?? ""}` : "";
}

/** A message box; kind is "channel" or "thread", place() says where its words go. */
export function composer(kind, place, current, busy) {
  let pasting = 0;
  let offered = { from: 0, list: [] };
  let chosen = 0;
  const list = h("div", { class: "typeahead", role: "listbox", id: `${kind}-offers`, hidden: true });
  const hint = h("p", { class: "usage", hidden: true });
  const box = h("textarea", { rows: 1, id: kind === "channel" ? "composer" : null, "aria-controls": `${kind}-offers`, "aria-autocomplete": "list", spellcheck: "true", maxlength: 40000 });

  const draw = () => {
    list.hidden = !offered.list.length;
    list.replaceChildren(...offered.list.map((offer, index) => h("div", { role: "option", "aria-selected": String(index === chosen),
      onmousedown: (event) => { event.preventDefault(); take(index); } },
      offer.face ? avatar(offer.face, "small") : null, h("strong", {}, offer.title), offer.hint ? h("code", {}, offer.hint) : null, h("small", {}, offer.about ?? ""))));
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
    const line = usage(box.value, current());
    hint.hidden = !line || !list.hidden;
    hint.textContent = line;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
  };
  const told = () => {
    if (kind !== "channel" || !current().features.unfurl_domains?.length) return;
    clearTimeout(pasting);
    pasting = setTimeout(() => send("preview", { text: box.value }), 200);
  };
  const look = () => { offered = offers(box.value, box.selectionStart, current()); chosen = 0; draw(); };
  const take = (index) => {
    const { insert } = offered.list[index];
    const rest = box.value.slice(box.selectionStart);
    box.value = `${box.value.slice(0, offered.from)}${insert} ${rest}`;
    box.selectionStart = box.selectionEnd = offered.from + insert.length + 1;
    offered = { from: 0, list: [] };
    draw();
    box.focus();
  };
  const complete = () => {
    const insert = offered.list[chosen]?.insert.toLowerCase();
    return !insert || box.value.slice(offered.from, box.selectionStart).toLowerCase() === insert;
  };
  const post = async () => {
    const text = box.value.trim();
    if (!text) return;
    clearTimeout(pasting);
    box.value = "";
    offered = { from: 0, list: [] };
    draw();
    const done = busy(kind);
    const answer = await send("message", { ...place(), text });
    done();
    if (answer.error && !box.value) { box.value = text; draw(); }
  };
  box.addEventListener("input", () => { look(); told(); });
  box.addEventListener("blur", () => { list.hidden = true; });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!list.hidden && step) { chosen = (chosen + step + offered.list.length) % offered.list.length; draw(); event.preventDefault(); }
    else if (!list.hidden && event.key === "Escape") { offered = { from: 0, list: [] }; draw(); event.preventDefault(); event.stopPropagation(); }
    else if (!list.hidden && (event.key === "Tab" || (event.key === "Enter" && !complete()))) { take(chosen); event.preventDefault(); }
    else if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); post(); }
  });
  const insert = (sign) => () => { box.value = sign === "/" ? "/" : `${box.value}${box.value && !/\s$/.test(box.value) ? " " : ""}${sign}`; box.focus(); look(); };
  const shortcuts = current().features.shortcuts.filter((each) => each.type === "global")
    .map((each) => ({ text: each.name, hint: each.description, act: () => send("shortcut", { callback_id: each.callback_id }) }));
  const steps = Object.entries(current().steps)
    .map(([name, step]) => ({ text: step.title, hint: "A step for workflows: try it by itself", act: () => showStep(name, step) }));
  const entries = [...shortcuts, ...steps];
  const form = h("form", { class: "composer", "data-composer": kind, onsubmit: (event) => { event.preventDefault(); post(); } },
    list, hint, box, h("div", { class: "tools" },
      kind === "channel" ? h("button", { type: "button", class: "icon", "aria-label": "Run a command", onclick: insert("/") }, h("span", { class: "sign" }, "/")) : null,
      h("button", { type: "button", class: "icon", "aria-label": "Mention somebody", onclick: insert("@") }, h("span", { class: "sign" }, "@")),
      kind === "channel" && entries.length ? menu("Shortcuts", icon("bolt"), entries) : null,
      h("span", { class: "keys", "aria-hidden": "true" }, "Enter sends · Shift + Enter for a new line"),
      h("button", { type: "submit", class: "icon send", "aria-label": "Send" }, icon("send"))));
  return { form, box, say: (text) => { box.value = text; post(); }, label: (text) => { box.placeholder = text; box.setAttribute("aria-label", text); } };
}
