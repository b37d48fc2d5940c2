// How far a generation is: a pure fold over its messages, so that replayed messages do no harm.

import { isTerminal } from "./protocol.js";

export const STAGE_NAMES = { top: "Layout", bottom: "Detail", upsampler: "Upsampled" };

/** The stages a size goes through: the upsampler doubles 256 to 512. */
export function stagesFor(size) {
  return size > 256 ? ["top", "bottom", "upsampler"] : ["top", "bottom"];
}

/** Nothing has happened yet. Steps are 0 while unknown. */
export function initialProgress(size) {
  return {
    status: "sending",
    stages: stagesFor(size).map((stage) => ({ stage, step: 0, steps: 0, state: "waiting", millis: null })),
  };
}

/** The progress after one more message. */
export function advance(progress, message) {
  if (isTerminal(progress.status)) {
    return progress;
  }
  if (isTerminal(message.event)) {
    return { status: message.event, stages: message.event === "completed" ? finished(progress.stages) : progress.stages };
  }
  switch (message.event) {
    case "accepted":
    case "queued":
      return progress.status === "sending" ? { ...progress, status: "queued" } : progress;
    case "started":
    case "preview":
      return { status: "running", stages: change(progress.stages, message, reach) };
    case "stage-completed":
      return { status: "running", stages: change(progress.stages, message, finish) };
    default:
      return progress;
  }
}

function change(stages, message, how) {
  return stages.map((stage) => (stage.stage === message.stage ? how(stage, message) : stage));
}

// A stage that ran again after a redelivery starts from its first step: never go backwards.
function reach(stage, message) {
  return stage.state === "done"
    ? stage
    : {
        ...stage,
        state: "running",
        step: Math.max(stage.step, message.step ?? 0),
        steps: message.steps ?? stage.steps,
      };
}

function finish(stage, message) {
  const steps = message.steps ?? stage.steps;
  return { ...stage, state: "done", step: steps, steps, millis: message.millis ?? null };
}

function finished(stages) {
  return stages.map((stage) => (stage.state === "done" ? stage : finish(stage, {})));
}
