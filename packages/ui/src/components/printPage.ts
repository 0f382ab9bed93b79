import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** What draws the parts of the page that are drawn only once they come into view. */
const waiting = new Set<() => void>();

/** @returns ends it */
export function onPrint(draw: () => void): () => void {
  waiting.add(draw);
  window.addEventListener("beforeprint", draw);
  return () => {
    waiting.delete(draw);
    window.removeEventListener("beforeprint", draw);
  };
}

/** True while the page is printed: what keeps only a part in the page shows all of it then. */
export function useIsPrinted(): boolean {
  const [isPrinted, setPrinted] = useState(false);
  useEffect(() => {
    // The browser takes what is there when it has been told, so it has to be drawn at once.
    const end = onPrint(() => flushSync(() => setPrinted(true)));
    const done = () => setPrinted(false);
    window.addEventListener("afterprint", done);
    return () => {
      end();
      window.removeEventListener("afterprint", done);
    };
  }, []);
  return isPrinted;
}

/** A limit for what can't be loaded: the rest is printed without it. */
const MOST_MS = 5_000;
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Prints the page, whole: what nobody has scrolled to yet is drawn first. */
export async function printPage(): Promise<void> {
  for (const draw of waiting) draw();
  const deadline = performance.now() + MOST_MS;
  do await nextFrame();
  while (document.querySelector("figure .animate-wait") !== null && performance.now() < deadline);
  // What was loaded last is laid out and painted.
  await nextFrame();
  await nextFrame();
  window.print();
}
