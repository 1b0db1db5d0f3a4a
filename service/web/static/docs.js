// Draws the API page from /openapi.json. Everything is set as text, nothing as markup.
"use strict";

const byId = (id) => document.getElementById(id);

function make(tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// Words with what stands between backticks as code.
function prose(text, tag, className) {
  const made = make(tag, "", className);
  text.split("`").forEach((part, at) => made.append(at % 2 ? make("code", part) : part));
  return made;
}

function nameOf(ref) { return ref.split("/").pop(); }

function shapeLink(ref) {
  const made = make("a", nameOf(ref));
  made.href = `#shape-${nameOf(ref)}`;
  return made;
}

function typeOf(schema) {
  const made = document.createElement("code");
  if (!schema) made.append("any");
  else if (schema.$ref) made.append(shapeLink(schema.$ref));
  else if (schema.anyOf) schema.anyOf.forEach((one, at) => made.append(at ? " | " : "", typeOf(one)));
  else if (schema.enum) made.append(schema.enum.map((one) => JSON.stringify(one)).join(" | "));
  else if (schema.type === "array") made.append("[", typeOf(schema.items), "]");
  else if (schema.type === "object" && schema.additionalProperties) made.append("{name: ", typeOf(schema.additionalProperties), "}");
  else made.append(schema.format ? `${schema.type} (${schema.format})` : schema.type || "any");
  return made;
}

function rows(list) {
  const table = make("table");
  for (const cells of list) {
    const row = table.insertRow();
    cells.forEach((cell) => row.insertCell().append(cell));
  }
  return table;
}

function operation(path, method, about) {
  const section = make("section", "", "operation");
  section.id = about.operationId;
  const title = make("h2");
  title.append(make("span", method.toUpperCase(), "method"), make("code", path));
  section.append(title, make("p", about.summary));
  if (about.description) section.append(prose(about.description, "p", "note"));
  if (about.parameters) {
    section.append(make("h3", "Parameters"), rows(about.parameters.map((one) => [make("code", one.name), one.in, typeOf(one.schema), prose(one.description || "", "span")])));
  }
  const body = about.requestBody && about.requestBody.content["application/json"];
  if (body) {
    section.append(make("h3", "Body"), typeOf(body.schema));
    if (body.example) {
      section.append(make("h3", "Try it"), make("pre", `curl ${location.origin}${path} \\\n  -H 'Content-Type: application/json' \\\n  -d '${JSON.stringify(body.example, null, 2).replaceAll("'", "'\\''")}'`));
    }
  }
  section.append(make("h3", "Answers"), rows(Object.entries(about.responses).map(([status, one]) => {
    const kinds = make("span");
    Object.entries(one.content || {}).forEach(([media, said], at) => {
      kinds.append(at ? ", " : "", make("code", media), " ", said.schema && said.schema.$ref ? typeOf(said.schema) : "");
    });
    return [make("code", status), prose(one.description, "span"), kinds];
  })));
  return section;
}

function shape(name, about) {
  const section = make("section");
  section.id = `shape-${name}`;
  section.append(make("h2", name));
  if (about.description) section.append(prose(about.description, "p", "note"));
  const required = new Set(about.required || []);
  if (about.properties) {
    section.append(rows(Object.entries(about.properties).map(([key, one]) => [make("code", key), typeOf(one), required.has(key) ? "required" : ""])));
  } else {
    section.append(typeOf(about));
  }
  return section;
}

async function draw() {
  const document_ = await (await fetch("/openapi.json")).json();
  byId("about").replaceWith(prose(document_.info.description, "p", "note"));
  for (const [path, methods] of Object.entries(document_.paths)) {
    for (const [method, about] of Object.entries(methods)) {
      byId("operations").append(operation(path, method, about));
      const entry = make("li");
      const link = make("a", `${method.toUpperCase()} ${path}`);
      link.href = `#${about.operationId}`;
      entry.append(link);
      byId("contents").append(entry);
    }
  }
  for (const [name, about] of Object.entries(document_.components.schemas)) byId("shapes").append(shape(name, about));
  if (location.hash) location.hash = location.hash;
}

draw();
