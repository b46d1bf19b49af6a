"use strict";

// The page of the playground: text in, what batchgen makes of it out. The
// function batchgen comes from batchgen.wasm; see cmd/playground.

const examples = {
  "The smallest": "region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n",
  "Windows through a firewall":
    "name: render\nregion: germanywestcentral\nos: windows\nnodes: {dedicated: 40, spot: 60}\n" +
    "forcedTunneling: {via: appliance, address: 10.0.8.4}\nremoteAccess: {from: [203.0.113.0/24]}\n" +
    "network: {egress: restricted, natGateway: true}\n",
  "Private pool":
    "region: northeurope\nos: linux\nnodes: {autoscale: {min: 0, max: 100}}\npublicIPs: none\n" +
    "network:\n  privateEndpoints: [batchAccount, nodeManagement, storage]\naccount: {publicNetworkAccess: false}\n",
  "Two environments":
    "region: westus2\nos: linux\nnodes: 10\nenvironments:\n  dev: {nodes: 2, vmSize: Standard_D2s_v5}\n  prod: {nodes: 200}\n",
  "Mistakes": "regionn: westeurop\nmode: classic\nos: linux\nnodes: 4.5\nnetwork:\n  subnet: {prefix: 10.0.1.7/28}\n",
};

const at = (id) => document.getElementById(id);
const element = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

let answer = null;
let current = "";

// views are the tabs: a name and what it shows, text to copy and a name to save under.
function views() {
  const list = answer.files.map((file) => ({
    name: file.name, text: file.text, show: () => element("pre", {textContent: file.text}),
  }));
  const picture = () => element("img", {
    src: "data:image/svg+xml," + encodeURIComponent(answer.picture), alt: "The network as a picture",
  });
  list.push({
    name: "explain", file: "explain.txt", text: answer.report,
    show: () => element("div", {}, picture(), element("pre", {textContent: answer.report, className: "wrapped"})),
  });
  const said = answer.verdicts.map((v) => `${v.verdict} ${v.subnet} ${v.flow}: ${v.detail.join("; ")}`).join("\n") + "\n";
  list.push({name: "verify", file: "verify.txt", text: said, show: verdicts});
  return list;
}

function verdicts() {
  const rows = answer.verdicts.map((v) => element("tr", {},
    element("td", {textContent: v.verdict, className: v.verdict}),
    element("td", {textContent: `${v.subnet}: ${v.flow}`}),
    element("td", {}, v.why, element("ul", {}, ...v.detail.map((d) => element("li", {textContent: d}))))));
  const heads = ["Verdict", "Flow", "Why, and what decides"].map((h) => element("th", {textContent: h, scope: "col"}));
  return element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows));
}

function show() {
  const list = views();
  const view = list.find((v) => v.name === current) ?? list[0];
  current = view.name;
  at("tabs").replaceChildren(...list.map((v) => {
    const tab = element("button", {type: "button", textContent: v.name, onclick: () => { current = v.name; show(); }});
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(v === view));
    return tab;
  }));
  at("shown").replaceChildren(view.show());
  at("copy").onclick = () => navigator.clipboard.writeText(view.text);
  at("save").onclick = () => {
    const link = element("a", {download: view.file ?? view.name.replaceAll("/", "-")});
    link.href = "data:text/plain;charset=utf-8," + encodeURIComponent(view.text);
    link.click();
  };
}

function moveTo(line, column) {
  const area = at("intent");
  const before = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(before + column - 1, before + column);
}

function say(messages) {
  const items = messages.map((m) => {
    const place = element("button", {type: "button", textContent: `line ${m.line}, column ${m.column}`});
    place.onclick = () => moveTo(m.line, m.column);
    const item = element("li", {className: m.severity}, ...(m.line ? [place, " "] : []), `${m.severity} ${m.code}: ${m.text}`);
    if (m.hint) item.append(element("small", {textContent: m.hint}));
    return item;
  });
  if (items.length === 0) items.push(element("li", {className: "fine", textContent: "Nothing to complain of."}));
  at("messages").replaceChildren(...items);
}

function number(messages) {
  const lines = at("intent").value.split("\n").length;
  at("gutter").replaceChildren(...Array.from({length: lines}, (_, i) => {
    const here = messages.filter((m) => m.line === i + 1).map((m) => m.severity);
    const mark = here.includes("error") ? "error" : here[0] ?? "";
    return element("span", {textContent: String(i + 1), className: mark});
  }));
  at("gutter").scrollTop = at("intent").scrollTop;
}

// run asks batchgen. While the intent has errors the last good output stays, faded.
function run() {
  const next = JSON.parse(batchgen(at("intent").value));
  say(next.messages);
  number(next.messages);
  const good = next.files.length > 0;
  at("shown").classList.toggle("stale", !good);
  if (good) {
    answer = next;
    show();
  } else if (answer === null) {
    at("shown").replaceChildren(element("p", {textContent: "Nothing is generated from an intent with errors."}));
  }
}

let waiting = 0;
at("intent").addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(run, 150);
});
at("intent").addEventListener("scroll", () => { at("gutter").scrollTop = at("intent").scrollTop; });
at("examples").append(...Object.keys(examples).map((name) => element("option", {textContent: name})));
at("examples").addEventListener("change", (event) => {
  at("intent").value = examples[event.target.value];
  run();
});
at("intent").value = Object.values(examples)[0];

document.addEventListener("batchgen-ready", run);
const go = new Go();
WebAssembly.instantiateStreaming(fetch("batchgen.wasm"), go.importObject)
  .then((program) => go.run(program.instance))
  .catch((reason) => at("shown").replaceChildren(element("p", {textContent: `The program did not load: ${reason}`})));
