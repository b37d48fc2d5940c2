// The progress of each stage: its name, a bar, and how many steps are done.

import { STAGE_NAMES } from "./progress.js";

/** Draws the stages of a progress into a list; later calls only change what is there. */
export function renderStages(list, stages) {
  if (list.children.length === 0) {
    list.append(...stages.map(item));
  }
  stages.forEach(({ step, steps, state, millis }, index) => {
    const element = list.children[index];
    element.dataset.state = state;
    const bar = element.querySelector("progress");
    bar.max = steps || 1;
    bar.value = step;
    element.querySelector(".count").textContent = count(step, steps, state, millis);
  });
}

function item({ stage }) {
  const element = document.createElement("li");
  element.dataset.stage = stage;
  const bar = document.createElement("progress");
  bar.setAttribute("aria-label", STAGE_NAMES[stage]);
  element.append(span("name", STAGE_NAMES[stage]), span("count", ""), bar);
  return element;
}

function span(className, textContent) {
  return Object.assign(document.createElement("span"), { className, textContent });
}

function count(step, steps, state, millis) {
  if (state === "done" && millis !== null) {
    return `${(millis / 1000).toFixed(1)} s`;
  }
  return steps > 0 ? `${step}/${steps}` : "";
}
