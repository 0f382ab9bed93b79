export type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
export type Size = { readonly width: number; readonly height: number };

const GAP_PX = 6;
const EDGE_PX = 12;

/**
 * Where a bubble stands that explains something: above it, in the middle; below where there is no room above, and never
 * outside of the view.
 * @param about box of what it explains, in the view's coordinates
 */
export function placeBubble(about: Box, bubble: Size, view: Size): { readonly left: number; readonly top: number } {
  const centred = about.left + (about.width - bubble.width) / 2;
  const above = about.top - GAP_PX - bubble.height;
  return {
    left: Math.max(EDGE_PX, Math.min(centred, view.width - EDGE_PX - bubble.width)),
    top: above >= EDGE_PX ? above : about.top + about.height + GAP_PX,
  };
}
