// Speaks to the playground's server, for one person at a time.
const toast = document.querySelector("#toast");
let me = null;
let stream = null;
let hiding = 0;

export function notice(text) {
  toast.textContent = text;
  clearTimeout(hiding);
  hiding = setTimeout(() => (toast.textContent = ""), 6000);
}

const TROUBLE = {
  operation_timeout: "The app did not answer within three seconds (operation_timeout).",
  dispatch_failed: "No app is connected (dispatch_failed).",
  message_not_found: "That message is not there any more.",
};

/** Posts a deed; the answer, with `error` when it was refused. Refusals are shown. */
export async function send(deed, body = {}) {
  let answer;
  try {
    const response = await fetch(`/page/${deed}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as: me, ...body }),
    });
    answer = await response.json();
  } catch {
    answer = { error: "The playground does not answer. Is it still running?" };
  }
  if (answer.error) notice(TROUBLE[answer.error] ?? `That was refused: ${answer.error}`);
  return answer;
}

/** Hands every new state of this person's workspace to `show`. */
export function follow(person, show) {
  me = person;
  stream?.close();
  stream = new EventSource(`/page/events?as=${encodeURIComponent(person)}`);
  stream.onmessage = (event) => { document.body.classList.remove("lost"); show(JSON.parse(event.data)); };
  stream.onerror = () => document.body.classList.add("lost");
}
