// Runs a workflow's step by itself, as somebody who builds the workflow would: what it is given, and how it ends.
import { blocks, valuesIn } from "./blocks.js";
import { missing, showErrors } from "./dialogs.js";
import { h, icon, link, webAddress } from "./dom.js";
import { send } from "./server.js";

const dialog = document.querySelector("#step");
const plain = (text) => ({ type: "plain_text", text });

function input([name, told]) {
  const element = { type: "plain_text_input", action_id: name };
  return { type: "input", block_id: name, label: plain(told.title), hint: plain(told.description), optional: !told.is_required, element };
}

function output(value) {
  if (!value) return h("span", { class: "quiet" }, "Empty");
  return webAddress(value) ? link(value, value) : value;
}

/** What the steps after it would be given, or why the workflow would stop here. */
function ended(step, { outputs, error }) {
  if (error) return [h("p", {}, h("strong", { class: "error" }, "The step failed. "), error)];
  const listed = Object.entries(step.output_parameters);
  return [h("dl", {}, listed.map(([name, told]) => [h("dt", {}, told.title), h("dd", { class: "prose", "data-output": name }, output(outputs[name]))]))];
}

/** Shows a step of the app; `step` is what the manifest tells of it. */
export function showStep(name, step) {
  const view = { blocks: Object.entries(step.input_parameters).map(input) };
  const end = h("div", { class: "end", role: "status" });
  const go = h("button", { type: "submit", class: "button primary", "data-submit": true }, "Run step");
  const run = async () => {
    const values = valuesIn(form);
    const unanswered = missing(view, values);
    showErrors(form, unanswered);
    end.replaceChildren();
    if (Object.keys(unanswered).length) return;
    const inputs = Object.fromEntries(view.blocks.map(({ block_id: id }) => [id, values[id][id].value ?? ""]));
    go.setAttribute("aria-busy", "true");
    const answer = await send("step", { step: name, inputs });
    go.removeAttribute("aria-busy");
    if (answer.ended) end.replaceChildren(...ended(step, answer.ended));
    end.scrollIntoView({ block: "nearest" });
  };
  const form = h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); run(); } },
    h("header", {}, h("h2", { id: "step-title" }, step.title),
      h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"))),
    h("div", { class: "modal-body" }, h("p", { class: "quiet" }, step.description), blocks(view.blocks, { kept: () => null, dispatches: () => false }), end),
    h("footer", {}, h("button", { type: "button", class: "button", "data-close": true, onclick: () => dialog.close() }, "Close"), go));
  dialog.replaceChildren(form);
  dialog.setAttribute("aria-labelledby", "step-title");
  dialog.showModal();
  dialog.querySelector(".field")?.focus();
}
