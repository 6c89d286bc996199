/** A part of a view with a title of its own: it waits without jumping, says what went wrong, and shows its answer. */

import { html, useErrorBoundary, useId } from "../vendor/preact.js";
import { since } from "../shell/browser/formats.js";
import { Problem, Slow } from "./problem.js";
import { Takeaway } from "./taking/takeaway.js";

/**
 * `of` is an answer as the view got it; the children are a function of its `answer`. `height` (a length of CSS) is kept
 * while nothing is there yet. With `take`, `{appId, question}`, the panel offers its numbers to take along and to be put onto
 * a board; `menu` has more that can be done with it, `{said, act, on}` each. `name` is the title as plain text.
 */
export function Panel({ title, name = title, note, of, again, height = "12rem", actions, take, menu, wide, children }) {
  const id = useId();
  const [broken, mend] = useErrorBoundary((error) => console.error(error));
  return html`<section class=${`panel${wide ? " whole" : ""}`} aria-labelledby=${id} aria-busy=${Boolean(of && (of.state === "loading" || of.stale))}>
    <div class="panel-head">
      <h2 id=${id}>${title}${note && html` <span class="note">${note}</span>`}</h2>
      ${(actions || take || menu) && html`<div class="row">${actions}${(menu || (take && of?.answer)) && html`<${Takeaway} ...${take} ready=${Boolean(take && of?.answer)} menu=${menu} title=${name} />`}${take && !menu && !of?.answer && html`<span class="button small to-come" aria-hidden="true">⋯</span>`}</div>`}
    </div>
    ${of?.slow && html`<${Slow} />`}
    ${of?.unseenNames && html`<${Unseen} names=${of.unseenNames} />`}
    ${broken
      ? html`<${Problem} problem=${{ message: "This part could not be drawn.", status: 0 }} again=${mend} />`
      : of?.problem && of.answer === undefined
        ? html`<${Problem} problem=${of.problem} again=${again} />`
        : of && of.answer === undefined
          ? html`<${Skeleton} height=${height} />`
          : html`${of?.problem && html`<${Problem} problem=${of.problem} again=${again} />`}<div class=${of?.stale ? "result stale" : "result"} style=${of ? `min-height:${height}` : null}>
              ${typeof children === "function" ? children(of?.answer) : children}
            </div>`}
  </section>`;
}

/** Names that the question refers to and that are sent no more: a figure of nought may mean no more than that. */
function Unseen({ names }) {
  return html`<p class="quiet" role="note">
    ${names.map(({ name, lastSeenAt }) => html`<span>“<bdi>${name}</bdi>” was not seen for a week${lastSeenAt && `: last ${since(lastSeenAt)}`}. </span>`)}
  </p>`;
}

/** Keeps the room of what is still to come. */
export function Skeleton({ height = "12rem" }) {
  return html`<div class="skeleton" style=${`min-height:${height}`}><span class="unseen">Loading …</span></div>`;
}

/** Nothing to show: why, and what to do. */
export function Empty({ title, children }) {
  return html`<div class="empty"><p class="notice-title">${title}</p>${children}</div>`;
}
