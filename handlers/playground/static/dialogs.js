// Shows modals and questions over the page.
import { blocks, valuesIn } from "./blocks.js";
import { h, icon } from "./dom.js";
import { textObject } from "./mrkdwn.js";
import { send } from "./server.js";

const modal = document.querySelector("#modal");
const question = document.querySelector("#confirm");
let shown = null;

/** Asks a confirmation object's question; true when it was answered with yes. */
export function confirmed(asked) {
  if (!asked) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (yes) => () => { question.onclose = null; question.close(); resolve(yes); };
    question.replaceChildren(
      h("h2", { id: "confirm-title" }, textObject(asked.title)), h("div", { class: "prose" }, textObject(asked.text)),
      h("footer", {}, h("button", { type: "button", class: "button", onclick: done(false) }, textObject(asked.deny)),
        h("button", { type: "button", class: `button ${asked.style ?? "primary"}`, onclick: done(true) }, textObject(asked.confirm))));
    question.setAttribute("aria-labelledby", "confirm-title");
    question.onclose = () => resolve(false);
    question.showModal();
  });
}

/** Says under each input what is wrong with it, and goes to the first of them. */
export function showErrors(root, errors) {
  for (const node of root.querySelectorAll(".input")) {
    const text = errors[node.dataset.blockId] ?? "";
    node.querySelector(".error").textContent = text;
    node.classList.toggle("wrong", Boolean(text));
  }
  root.querySelector(".wrong .field, .wrong input")?.focus();
}

/** What stands under each input that must be filled in and is not; the app hears of none of it. */
export function missing(view, values) {
  const filled = (given) => Object.entries(given).some(([name, value]) => name !== "type" && value && value.length !== 0);
  const empty = view.blocks.filter((block) => block.type === "input" && !block.optional && !filled(values[block.block_id]?.[block.element.action_id] ?? {}));
  return Object.fromEntries(empty.map((block) => [block.block_id, "Please complete this required field."]));
}

async function submit(view, form) {
  const values = valuesIn(form);
  const unanswered = missing(view, values);
  showErrors(form, unanswered);
  if (Object.keys(unanswered).length) return;
  const go = form.querySelector("[data-submit]");
  go.disabled = true;
  go.setAttribute("aria-busy", "true");
  const answer = await send("submit", { view_id: view.id, values });
  go.disabled = false;
  go.removeAttribute("aria-busy");
  showErrors(form, answer.errors ?? {});
  const trouble = answer.error ? "We had some trouble connecting. Try again?" : "";
  form.querySelector(".trouble").textContent = trouble;
}

function drawn(view, depth, scene) {
  const close = (whole) => () => send("close", { view_id: view.id, whole });
  const submits = view.submit || view.blocks.some((block) => block.type === "input");
  const form = h("form", { method: "dialog", novalidate: true, onsubmit: (event) => { event.preventDefault(); if (submits) submit(view, form); } },
    h("header", {}, h("h2", { id: "modal-title" }, textObject(view.title)),
      h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: close(true) }, icon("close"))),
    h("div", { class: "modal-body" }, blocks(view.blocks, scene), h("p", { class: "trouble error", role: "alert" })),
    h("footer", {},
      h("button", { type: "button", class: "button", "data-close": true, onclick: close(false) }, view.close ? textObject(view.close) : depth > 1 ? "Back" : "Close"),
      submits ? h("button", { type: "submit", class: "button primary", "data-submit": true }, view.submit ? textObject(view.submit) : "Submit") : null));
  return form;
}

/** Shows the top of the person's stack of modals; what was typed survives an update. */
export function showModals(stack, sceneFor) {
  const view = stack.at(-1);
  if (!view) {
    shown = null;
    if (modal.open) modal.close();
    return;
  }
  const key = `${view.id} ${view.hash}`;
  if (key === shown) return;
  const same = shown?.startsWith(view.id);
  const typed = same ? valuesIn(modal) : view.state?.values ?? {};
  const held = same && document.activeElement?.dataset.action;
  shown = key;
  modal.replaceChildren(drawn(view, stack.length, sceneFor(view, typed)));
  modal.dataset.view = view.id;
  modal.setAttribute("aria-labelledby", "modal-title");
  modal.oncancel = (event) => { event.preventDefault(); send("close", { view_id: view.id, whole: false }); };
  if (!modal.open) modal.showModal();
  const again = held ? modal.querySelector(`[data-action="${CSS.escape(held)}"]`) : null;
  const first = again ?? (same ? null : modal.querySelector(".field, .modal-body input"));
  // A long text to copy is read from its beginning.
  if (first?.tagName === "TEXTAREA" && !again) first.setSelectionRange(0, 0);
  first?.focus();
}
