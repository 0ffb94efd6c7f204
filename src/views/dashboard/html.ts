// Owns the page's document: what it may load and nothing else. Refuses data; that comes by message.
import * as vscode from "vscode";
import { sentence } from "../../core/messages/sentences.ts";
import { language } from "../../host/edge.ts";

/** The document of the bias panel under a strict policy: our script and style by nonce, no network, no inline style. */
export function panelHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = crypto.randomUUID().replaceAll("-", "");
  const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${sentence("panel-title", {}, language)}</title>
<link rel="stylesheet" nonce="${nonce}" href="${file("dashboard.css")}">
</head>
<body>
<main id="page"></main>
<script nonce="${nonce}" src="${file("dashboard.js")}"></script>
</body>
</html>`;
}
