import { encodeQr } from "./qr.ts";

const MARGIN = 4;

/** A text as a QR code, dark on light in every theme: scanners want it so. */
export function QrImage({ text, label }: { readonly text: string; readonly label: string }) {
  const code = encodeQr(text);
  const size = code.length + 2 * MARGIN;
  const path = code
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + MARGIN} ${y + MARGIN}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="w-full max-w-72"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
