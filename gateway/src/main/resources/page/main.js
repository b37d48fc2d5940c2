// Puts the page together.

import { ask, askWith } from "./access.js";
import { renderChoice } from "./choice.js";
import { Gallery } from "./gallery.js";
import { groupLabels, joinLabel, styleName, subjectName } from "./labels.js";
import { clearProblems, showProblems } from "./problems.js";
import { requestFrom } from "./request.js";
import { Stream } from "./stream.js";

const LABELS_RETRY_MILLIS = 2000;
const CONNECTION_TEXTS = { connecting: "Connecting", open: "Connected", waiting: "Reconnecting" };

const byId = (id) => document.getElementById(id);
const form = byId("request");
const problems = byId("problems");

const stream = new Stream(new URL("v1/stream", location.href.replace(/^http/, "ws")));
const gallery = new Gallery({
  list: byId("generations"),
  template: document.querySelector("template#generation"),
  stream,
  announce: (text) => (byId("announcer").textContent = text),
});

stream.addEventListener("state", ({ detail }) => {
  byId("connection").textContent = CONNECTION_TEXTS[detail];
  byId("connection").dataset.state = detail;
});
gallery.addEventListener("refused", ({ detail }) => showProblems(form, problems, detail));
addEventListener("online", () => stream.connect());

form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearProblems(form, problems);
  const fields = new FormData(form);
  gallery.generate(requestFrom(joinLabel(fields.get("style") ?? "", fields.get("subject")), fields));
});

askWith(byId("access"));
gallery.restore();
offer(await fetchOffer());
stream.connect();

function offer({ labels, sizes, defaults }) {
  offerLabels(groupLabels(labels));
  const largest = Math.max(...sizes); // every stage to be seen
  renderChoice(byId("sizes"), "size", sizes.map((size) => ({ value: String(size), text: String(size) })), String(largest));
  form.elements.guidance.placeholder = defaults.top.guidance;
  for (const grid of ["top", "bottom", "upsamplerTop", "upsamplerBottom"]) {
    form.elements[`steps.${grid}`].placeholder = defaults[grid].steps;
  }
  byId("generate").disabled = false;
}

function offerLabels(subjectsByStyle) {
  const styles = [...subjectsByStyle.keys()];
  const subjects = [...new Set([...subjectsByStyle.values()].flat())];
  renderChoice(byId("styles"), "style", styles.map((value) => ({ value, text: styleName(value) })));
  byId("styles").hidden = styles.length < 2;
  const offerSubjects = () => {
    const fields = new FormData(form);
    const offered = new Set(subjectsByStyle.get(fields.get("style") ?? ""));
    const options = subjects.map((value) => ({ value, text: subjectName(value), disabled: !offered.has(value) }));
    renderChoice(byId("subjects"), "subject", options, fields.get("subject"));
  };
  byId("styles").addEventListener("change", offerSubjects);
  offerSubjects();
}

// The server may still be starting: keep asking, and say so.
async function fetchOffer() {
  for (;;) {
    try {
      const response = await ask("v1/labels");
      if (response.ok) {
        clearProblems(form, problems);
        return await response.json();
      }
      showProblems(form, problems, { title: `The labels could not be loaded (${response.status}). Trying again.` });
    } catch {
      showProblems(form, problems, { title: "The server does not answer. Trying again." });
    }
    await new Promise((resolve) => setTimeout(resolve, LABELS_RETRY_MILLIS));
  }
}
