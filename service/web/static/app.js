// The page at /: sends articles, shows progress from the server's events, shows the result.
// The result is the service's own HTML form, whose words are escaped there; it is parsed without
// running anything, and this page's policy allows no script but this file.
"use strict";

const byId = (id) => document.getElementById(id);
const forms = { json: "JSON", markdown: "Markdown", csv: "CSV of quotations", jsonld: "JSON-LD" };
const stages = { read: "Reading the articles", ask: "Asking the model", merge: "Comparing the articles", brief: "Wording the brief" };
let current = null; // {id, abort} of the summary under way

function addArticle() {
  byId("articles").append(byId("article").content.cloneNode(true));
  number();
}

function number() {
  const all = document.querySelectorAll("fieldset.article");
  all.forEach((one, at) => {
    one.querySelector("legend").textContent = `Article ${at + 1}`;
    one.querySelector(".remove").hidden = all.length === 1;
  });
}

function headers(more) {
  const key = byId("key").value.trim();
  return key ? { ...more, Authorization: `Bearer ${key}` } : more;
}

function articles() {
  return [...document.querySelectorAll("fieldset.article")].map((one) => {
    const sent = {};
    for (const field of one.querySelectorAll("textarea, input")) {
      const value = field.value;
      if (value.trim()) sent[field.name] = value;
    }
    return sent;
  });
}

async function answer(response) {
  if (response.ok) return response;
  let told = `The service answered ${response.status}.`;
  try { told = (await response.json()).detail || told; } catch { /* no problem document */ }
  if (response.status === 401) byId("access").open = true;
  throw new Error(told);
}

async function send(event) {
  event.preventDefault();
  fail(null);
  byId("result").replaceChildren();
  byId("forms").hidden = true;
  busy(true);
  const abort = new AbortController();
  try {
    const response = await answer(await fetch("/v1/summaries", {
      method: "POST",
      headers: headers({ "Content-Type": "application/json", Accept: "application/json", Prefer: "respond-async" }),
      body: JSON.stringify({ articles: articles() }),
      signal: abort.signal,
    }));
    current = { id: (await response.json()).id, abort };
    await watch(current.id, abort.signal);
    await show(current.id);
  } catch (failure) {
    if (failure.name !== "AbortError") fail(failure.message);
  } finally {
    current = null;
    busy(false);
  }
}

// Read as a stream, not by EventSource, which can't send a key.
async function watch(id, signal) {
  let last = 0;
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      const response = await answer(await fetch(`/v1/summaries/${id}/events`, {
        headers: headers({ Accept: "text/event-stream", "Last-Event-ID": String(last) }), signal,
      }));
      if (response.status === 204) return;
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        text += value;
        const parts = text.split("\n\n");
        text = parts.pop();
        for (const part of parts) {
          const lines = Object.fromEntries(part.split("\n").filter((l) => /^\w/.test(l)).map((l) => l.split(/: (.*)/s)));
          if (!lines.data) continue;
          last = Number(lines.id);
          const data = JSON.parse(lines.data);
          progress(data);
          if (["done", "failed", "cancelled"].includes(data.status)) return;
        }
      }
    } catch (failure) {
      if (failure.name === "AbortError" || !(failure instanceof TypeError)) throw failure;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error("The connection to the service was lost.");
}

function progress(data) {
  const bar = byId("bar");
  byId("stage").textContent = data.status === "queued" ? "Waiting for its turn" : stages[data.stage] || data.stage || "Starting";
  if (data.total) { bar.max = data.total; bar.value = data.done; } else { bar.removeAttribute("value"); }
  const left = data.remaining_seconds;
  byId("estimate").textContent = [
    data.total ? `${data.done} of ${data.total}` : "",
    left === null ? "" : left < 90 ? `about ${Math.max(1, Math.round(left))} seconds left` : `about ${Math.round(left / 60)} minutes left`,
  ].filter(Boolean).join(", ");
}

async function show(id) {
  const status = await (await answer(await fetch(`/v1/summaries/${id}`, { headers: headers({ Accept: "application/json" }) }))).json();
  if (status.status !== "done") throw new Error(status.problem ? status.problem.detail : `The summary is ${status.status}.`);
  const response = await answer(await fetch(`/v1/summaries/${id}?format=html`, { headers: headers({}) }));
  const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
  byId("result").replaceChildren(...parsed.querySelectorAll("header, main, footer.page"));
  const links = byId("forms");
  links.replaceChildren();
  const withKey = byId("key").value.trim();
  if (!withKey) links.append(link(`/v1/summaries/${id}?format=html`, "This page alone"));
  for (const [name, label] of Object.entries(forms)) {
    if (!withKey) { links.append(link(`/v1/summaries/${id}?format=${name}`, label)); continue; }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => download(id, name));
    links.append(button);
  }
  links.hidden = false;
  links.scrollIntoView();
}

function link(href, label) {
  const made = document.createElement("a");
  made.href = href;
  made.textContent = label;
  return made;
}

async function download(id, name) {
  const response = await answer(await fetch(`/v1/summaries/${id}?format=${name}`, { headers: headers({}) }));
  const made = link(URL.createObjectURL(await response.blob()), "");
  made.download = `summary.${{ markdown: "md" }[name] || name}`;
  made.click();
  URL.revokeObjectURL(made.href);
}

async function stop() {
  if (!current) return;
  const { id, abort } = current;
  abort.abort();
  await fetch(`/v1/summaries/${id}`, { method: "DELETE", headers: headers({}) });
}

function busy(on) {
  byId("go").disabled = on;
  byId("progress").hidden = !on;
  if (!on) return;
  progress({ status: "queued", total: 0, done: 0, remaining_seconds: null });
  byId("progress").scrollIntoView({ block: "nearest" });
}

function fail(message) {
  byId("problem").hidden = !message;
  byId("problem").textContent = message || "";
}

byId("send").addEventListener("submit", send);
byId("add").addEventListener("click", addArticle);
byId("stop").addEventListener("click", stop);
byId("articles").addEventListener("click", (event) => {
  if (event.target.classList.contains("remove")) { event.target.closest("fieldset").remove(); number(); }
});
addArticle();
