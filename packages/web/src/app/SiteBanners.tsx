import { Banner } from "@session/ui";
import type { SiteBanner } from "../config/fields.ts";

const TONES = { info: "info", warning: "warn", danger: "danger" } as const;

/** What the site's operator has to say. */
export function SiteBanners({ banners }: { readonly banners: readonly SiteBanner[] }) {
  return banners.map(({ id, level, text }) => <Banner key={id} tone={TONES[level]} title={text} />);
}
