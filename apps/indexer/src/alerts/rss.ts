import type { AlertRow } from "./alertStore.ts";
import { alertText } from "./alertText.ts";
import { deliveryId } from "./deliveryWorker.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const escapeXml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
const rfc822 = (seconds: bigint) => new Date(Number(seconds) * 1000).toUTCString();

/** RSS 2.0 of an address' alerts, the newest first. */
export function toRss(address: string, link: string, rows: readonly AlertRow[]): string {
  const items = rows.map((row) => {
    const guid = `<guid isPermaLink="false">${deliveryId(row.id)}</guid>`;
    const title = `<title>${escapeXml(row.type)}</title><description>${escapeXml(alertText(row))}</description>`;
    return `<item>${title}${guid}<pubDate>${rfc822(row.createdAt)}</pubDate></item>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0"><channel>',
    `<title>Session Network: ${address}</title>`,
    `<link>${escapeXml(link)}</link>`,
    `<description>What happens to the stakes and rewards of ${address}</description>`,
    ...items,
    "</channel></rss>",
    "",
  ].join("\n");
}
