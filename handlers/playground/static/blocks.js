// Draws Block Kit and reads what was typed into it; talks to nobody.
import { h, icon, link, webAddress } from "./dom.js";
import { channel, emoji, formattedDate, markdown, names, person, ping, textObject } from "./mrkdwn.js";

// --- rich text -----------------------------------------------------------------------------------

function styled(node, style = {}) {
  const tags = { code: "code", bold: "strong", italic: "em", strike: "s", underline: "u" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (style?.[name] ? h(tag, {}, inner) : inner), node);
}

const RUN = {
  text: (one) => one.text,
  link: (one) => link(one.url, one.text || one.url),
  emoji: (one) => emoji(one.name),
  user: (one) => person(one.user_id),
  channel: (one) => channel(one.channel_id),
  broadcast: (one) => ping(one.range),
  usergroup: () => h("mark", { class: "ping" }, "@group"),
  date: (one) => (one.url ? link : (_, text) => h("time", {}, text))(one.url, formattedDate(one.timestamp, one.format, one.fallback)),
  color: (one) => h("code", {}, one.value),
};
const runs = (elements = []) => elements.map((one) => styled(RUN[one.type]?.(one) ?? "", one.style));

const RICH = {
  rich_text_section: (one) => h("div", { class: "rich" }, runs(one.elements)),
  rich_text_quote: (one) => h("blockquote", {}, runs(one.elements)),
  rich_text_preformatted: (one) => h("pre", {}, runs(one.elements)),
  rich_text_list: (one) => {
    const list = h(one.style === "ordered" ? "ol" : "ul", { start: one.offset ? one.offset + 1 : null },
      one.elements.map((item) => h("li", {}, runs(item.elements))));
    list.style.marginInlineStart = `${(one.indent ?? 0) * 1.5}em`;
    return list;
  },
};
const richText = (block) => block.elements.map((one) => RICH[one.type]?.(one) ?? "");

// --- elements ------------------------------------------------------------------------------------
// `scene` knows where the element stands: press(element, block, given), options(…), disabled.

const groupsOf = (element) => element.option_groups ?? [{ options: element.options ?? [] }];
const optionText = (option) => option?.text?.text ?? "";
let serial = 0;

/** Marks a node as an input; read() gives its part of state.values. */
function reading(node, element, block, read) {
  node.dataset.input = element.action_id;
  node.dataset.block = block.block_id;
  node.readValue = () => ({ type: element.type, ...read() });
  return node;
}

/** What stands in every input under the root, as Slack's state.values. */
export function valuesIn(root) {
  const values = {};
  for (const node of root.querySelectorAll("[data-input]")) {
    (values[node.dataset.block] ??= {})[node.dataset.input] = node.readValue();
  }
  return values;
}

function button(element, block, scene) {
  const label = { class: `button ${element.style ?? ""}`, "data-action": element.action_id, "aria-label": element.accessibility_label };
  const address = webAddress(element.url);
  const press = (event) => scene.press(element, block, {}, event.currentTarget);
  if (address) return h("a", { ...label, href: address, target: "_blank", rel: "noopener noreferrer", onclick: press }, textObject(element.text));
  return h("button", { ...label, type: "button", onclick: press }, textObject(element.text));
}

/** A button that opens a list of things to do; the list closes at Escape, at a choice and at leaving. */
export function menu(label, face, entries) {
  const list = h("div", { class: "menu", role: "menu", hidden: true });
  const opener = h("button", { type: "button", class: "icon", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label }, face);
  const show = (open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (open) {
      list.classList.toggle("up", opener.getBoundingClientRect().bottom > innerHeight - 220);
      list.querySelector("button")?.focus();
    }
  };
  opener.addEventListener("click", () => show(list.hidden));
  for (const { text, hint, act } of entries) {
    list.append(h("button", { type: "button", role: "menuitem", onclick: () => { show(false); opener.focus(); act(opener); } },
      h("span", {}, text), hint ? h("small", {}, hint) : null));
  }
  const holder = h("span", { class: "menu-holder" }, opener, list);
  holder.addEventListener("keydown", (event) => {
    const items = [...list.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) { show(false); opener.focus(); event.stopPropagation(); event.preventDefault(); }
    else if (step && !list.hidden) { items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus(); event.preventDefault(); }
  });
  holder.addEventListener("focusout", (event) => { if (!holder.contains(event.relatedTarget)) show(false); });
  return holder;
}

function overflow(element, block, scene) {
  const entries = element.options.map((option) => ({
    text: optionText(option), hint: option.description?.text,
    act: (opener) => {
      if (webAddress(option.url)) open(option.url, "_blank", "noopener");
      scene.press(element, block, { value: option.value }, opener);
    },
  }));
  const node = menu("More", icon("more"), entries);
  node.dataset.action = element.action_id;
  return node;
}

function optionNodes(element, chosen) {
  const nodes = (options) => options.map((option) => h("option", { value: option.value, selected: chosen.includes(option.value) }, optionText(option)));
  return groupsOf(element).map((group) => (group.label ? h("optgroup", { label: group.label.text }, nodes(group.options)) : nodes(group.options)));
}

function select(element, block, scene) {
  const many = element.type.startsWith("multi_");
  const initial = scene.kept(block, element);
  const first = many ? initial?.selected_options ?? element.initial_options ?? [] : [initial?.selected_option ?? element.initial_option].filter(Boolean);
  const chosen = first.map((option) => option.value);
  const all = groupsOf(element).flatMap((group) => group.options);
  const node = h("select", { class: "field", multiple: many, "data-action": element.action_id, "aria-label": scene.label ?? element.placeholder?.text },
    many ? null : h("option", { value: "", selected: !chosen.length }, element.placeholder?.text ?? "Choose…"), optionNodes(element, chosen));
  const picked = () => [...node.selectedOptions].map((each) => all.find((option) => option.value === each.value)).filter(Boolean);
  node.addEventListener("change", () => { if (scene.dispatches(block) && node.value) scene.press(element, block, {}, node); });
  return reading(node, element, block, () => (many ? { selected_options: picked() } : { selected_option: picked()[0] ?? null }));
}

function picker(key, list) {
  return (element, block, scene) => {
    const chosen = scene.kept(block, element)?.[key] ?? element[key.replace("selected", "initial")] ?? "";
    const node = h("select", { class: "field", "data-action": element.action_id, "aria-label": scene.label ?? element.placeholder?.text },
      h("option", { value: "" }, element.placeholder?.text ?? "Choose…"),
      list().map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
    node.addEventListener("change", () => { if (scene.dispatches(block) && node.value) scene.press(element, block, {}, node); });
    return reading(node, element, block, () => ({ [key]: node.value || null }));
  };
}

function clock(key, type) {
  return (element, block, scene) => {
    const chosen = scene.kept(block, element)?.[key] ?? element[key.replace("selected", "initial")] ?? "";
    const node = h("input", { class: "field short", type, value: chosen, "data-action": element.action_id, "aria-label": scene.label ?? element.placeholder?.text });
    node.addEventListener("change", () => { if (scene.dispatches(block) && node.value) scene.press(element, block, {}, node); });
    return reading(node, element, block, () => ({ [key]: node.value || null }));
  };
}

/** A box that asks the bot for suggestions while somebody types. */
function external(element, block, scene) {
  const id = `options-${(serial += 1)}`;
  let chosen = scene.kept(block, element)?.selected_option ?? element.initial_option ?? null;
  const list = h("div", { class: "suggestions", role: "listbox", id, hidden: true });
  const input = h("input", { class: "field", role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
    placeholder: element.placeholder?.text ?? "Type to search", value: optionText(chosen), "data-action": element.action_id, "aria-label": scene.label ?? element.placeholder?.text });
  const show = (open) => { list.hidden = !open; input.setAttribute("aria-expanded", String(open)); };
  const choose = (option) => {
    chosen = option;
    input.value = optionText(option);
    show(false);
    if (scene.dispatches(block)) scene.press(element, block, {}, input);
  };
  const offer = (answer) => {
    const options = groupsOf(answer).flatMap((group) => group.options);
    const drawn = (option) => h("div", { role: "option", tabindex: "-1", "aria-selected": "false",
      onmousedown: (event) => { event.preventDefault(); choose(option); } }, optionText(option),
      option.description ? h("small", {}, option.description.text) : null);
    list.replaceChildren(...groupsOf(answer).flatMap((group) => [
      ...(group.label ? [h("p", { class: "group" }, group.label.text)] : []), ...group.options.map(drawn)]));
    if (!options.length) list.append(h("p", { class: "quiet" }, answer.error ? `No suggestions (${answer.error})` : "Nothing fits"));
    list.pick = (step) => {
      const items = [...list.querySelectorAll("[role=option]")];
      const now = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
      items[now]?.setAttribute("aria-selected", "false");
      items.at((now + step) % items.length)?.setAttribute("aria-selected", "true");
    };
    list.take = () => { const index = [...list.querySelectorAll("[role=option]")].findIndex((item) => item.getAttribute("aria-selected") === "true"); if (index >= 0) choose(options[index]); return index >= 0; };
    show(true);
  };
  let asked = 0;
  const ask = async () => {
    const turn = (asked += 1);
    if (input.value.length < (element.min_query_length ?? 3)) return show(false);
    await new Promise((done) => setTimeout(done, 120));
    if (turn !== asked) return;
    const answer = await scene.options(element, block, input.value);
    if (turn === asked && document.activeElement === input) offer(answer);
  };
  input.addEventListener("input", () => { chosen = null; ask(); });
  input.addEventListener("focus", () => { if (!chosen) ask(); });
  input.addEventListener("blur", () => show(false));
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { list.pick?.(event.key === "ArrowDown" ? 1 : -1); event.preventDefault(); }
    else if (event.key === "Enter") { if (list.take?.()) event.preventDefault(); }
    else if (event.key === "Escape") { show(false); event.preventDefault(); event.stopPropagation(); }
  });
  return reading(h("span", { class: "combo" }, input, list), element, block, () => ({ selected_option: chosen }));
}

function choices(type) {
  return (element, block, scene) => {
    const name = `choice-${(serial += 1)}`;
    const kept = scene.kept(block, element);
    const first = kept ? [kept.selected_option, ...(kept.selected_options ?? [])] : [element.initial_option, ...(element.initial_options ?? [])];
    const chosen = first.filter(Boolean).map((option) => option.value);
    const node = h("div", { class: "choices", role: "group", "aria-label": scene.label, "data-action": element.action_id }, element.options.map((option) =>
      h("label", {}, h("input", { type, name, value: option.value, checked: chosen.includes(option.value) }),
        h("span", {}, textObject(option.text), option.description ? h("small", {}, textObject(option.description)) : null))));
    const picked = () => [...node.querySelectorAll("input")].flatMap((box, index) => (box.checked ? [element.options[index]] : []));
    node.addEventListener("change", () => { if (scene.dispatches(block)) scene.press(element, block, {}, node); });
    return reading(node, element, block, () => (type === "radio" ? { selected_option: picked()[0] ?? null } : { selected_options: picked() }));
  };
}

function typed(type) {
  return (element, block, scene) => {
    const node = h(element.multiline ? "textarea" : "input", { class: "field", type: element.multiline ? null : type, rows: element.multiline ? Math.min(Math.max((element.initial_value ?? "").split("\n").length, 4), 14) : null,
      placeholder: element.placeholder?.text, maxlength: element.max_length, minlength: element.min_length, "data-action": element.action_id, "aria-label": scene.label,
      value: scene.kept(block, element)?.value ?? element.initial_value ?? "" });
    node.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || element.multiline || !block.dispatch_action) return;
      event.preventDefault();
      scene.press(element, block, {}, node);
    });
    return reading(node, element, block, () => ({ value: node.value || null }));
  };
}

function feedback(element, block, scene) {
  return [["positive_button", "up"], ["negative_button", "down"]].map(([side, face]) => {
    const one = element[side];
    const press = (event) => { event.currentTarget.setAttribute("aria-pressed", "true"); scene.press(element, block, { value: one.value }, event.currentTarget); };
    return h("button", { type: "button", class: "quiet-button", "data-action": element.action_id, "aria-label": one.accessibility_label, onclick: press }, icon(face), one.text.text);
  });
}

function iconButton(element, block, scene) {
  const press = (event) => scene.press(element, block, {}, event.currentTarget);
  return h("button", { type: "button", class: "quiet-button", "data-action": element.action_id, "aria-label": element.accessibility_label, onclick: press }, icon(element.icon), element.text?.text);
}

function picture(element) {
  const source = webAddress(element.image_url);
  // Without a network there is no picture, and no frame around none.
  const gone = (event) => { event.target.hidden = true; };
  return source ? h("img", { src: source, alt: element.alt_text ?? "", loading: "lazy", referrerpolicy: "no-referrer", onerror: gone }) : h("span", { class: "quiet" }, element.alt_text);
}

const rooms = () => [...names.channels.values()].filter((room) => room.name).map((room) => [room.id, `#${room.name}`]);
const conversations = () => [...rooms(), ...[...names.channels.values()].filter((room) => room.im).map((room) => [room.id, names.bot])];
const people = () => [...names.people.values()].map((each) => [each.id, each.name]);
const ELEMENTS = {
  button, overflow, feedback_buttons: feedback, icon_button: iconButton, image: picture,
  static_select: select, multi_static_select: select, external_select: external,
  channels_select: picker("selected_channel", rooms), conversations_select: picker("selected_conversation", conversations), users_select: picker("selected_user", people),
  checkboxes: choices("checkbox"), radio_buttons: choices("radio"),
  timepicker: clock("selected_time", "time"), datepicker: clock("selected_date", "date"),
  plain_text_input: typed("text"), number_input: typed("number"), email_text_input: typed("email"), url_text_input: typed("url"),
};
const element = (one, block, scene) => ELEMENTS[one.type]?.(one, block, scene) ?? h("span", { class: "quiet" }, `[${one.type}]`);

// --- blocks --------------------------------------------------------------------------------------

const CELLS = { raw_text: (cell) => cell.text, raw_number: (cell) => cell.text ?? String(cell.value), rich_text: richText };

function table(block) {
  const [head, ...rows] = block.rows.map((row) => row.map((cell) => CELLS[cell.type]?.(cell) ?? ""));
  const align = (index) => `align-${block.column_settings?.[index]?.align ?? "left"}`;
  const cells = (tag, row) => row.map((cell, index) => h(tag, { class: align(index), scope: tag === "th" ? "col" : null }, cell));
  return h("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", {}, h("thead", {}, h("tr", {}, cells("th", head ?? []))), h("tbody", {}, rows.map((row) => h("tr", {}, cells("td", row))))));
}

function input(block, scene) {
  const label = [textObject(block.label), block.optional ? h("span", { class: "quiet" }, " (optional)") : null];
  return h("div", { class: "input", "data-block-id": block.block_id }, h("div", { class: "label" }, label),
    element(block.element, block, { ...scene, label: block.label.text }), h("p", { class: "error", role: "alert" }),
    block.hint ? h("p", { class: "hint" }, textObject(block.hint)) : null);
}

const BLOCKS = {
  section: (block, scene) => h("div", { class: "section" }, h("div", { class: "section-text" },
    block.text ? h("div", { class: "prose" }, textObject(block.text)) : null,
    block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "prose" }, textObject(field)))) : null),
    block.accessory ? h("div", { class: "accessory" }, element(block.accessory, block, scene)) : null),
  header: (block) => h("h3", { class: "header" }, textObject(block.text)),
  divider: () => h("hr"),
  context: (block) => h("div", { class: "context" }, block.elements.map((one) => (one.type === "image" ? picture(one) : h("span", {}, textObject(one))))),
  actions: (block, scene) => h("div", { class: "actions" }, block.elements.map((one) => element(one, block, scene))),
  context_actions: (block, scene) => h("div", { class: "actions feedback" }, block.elements.map((one) => element(one, block, scene))),
  image: (block) => h("figure", {}, block.title ? h("figcaption", {}, textObject(block.title)) : null, picture(block)),
  markdown: (block) => h("div", { class: "prose markdown" }, markdown(block.text)),
  rich_text: (block) => h("div", { class: "prose" }, richText(block)),
  input, table,
};

/** The blocks as nodes, each with its block_id; `scene` takes what is pressed in them. */
export function blocks(list, scene) {
  return list.map((block) => {
    const node = BLOCKS[block.type]?.(block, scene) ?? h("p", { class: "quiet" }, `[${block.type}]`);
    node.dataset.blockId = block.block_id;
    return node;
  });
}
