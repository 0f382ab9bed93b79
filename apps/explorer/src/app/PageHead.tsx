import { Button, CopyButton, defineMessages, formatTime, Link, printPage, useT } from "@session/ui";
import { type ReactNode, useEffect, useState } from "react";
import { useExplorer } from "./explorer.ts";

const messages = defineMessages("explorer.pageHead", {
  site: "{page} · Session explorer",
  json: "JSON",
  jsonTitle: "The data of this page, as the API gives it",
  print: "Print",
  link: "the link to this page",
  printed: "{url}, printed {time}",
});

export type PageHeadProps = {
  /** Also what the browser calls the page. */
  readonly title: string;
  /** Beside the title: a state. */
  readonly aside?: ReactNode;
  /** Path under the indexer, or a whole URL, of the same as JSON. */
  readonly json?: string | undefined;
  /** What the page is about, in a sentence. */
  readonly children?: ReactNode;
};

/** Title of a page, and what every page offers: its JSON, its link, paper. */
export function PageHead({ title, aside, json, children }: PageHeadProps) {
  const t = useT(messages);
  const { indexer } = useExplorer();
  useEffect(() => {
    document.title = t("site", { page: title });
  }, [t, title]);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h1 className="flex min-w-0 flex-wrap items-baseline gap-x-4 text-xl">
          <span className="min-w-0 wrap-anywhere">{title}</span>
          {aside !== undefined && <span className="text-base font-normal">{aside}</span>}
        </h1>
        <div className="screen-only flex items-center gap-1 text-xs">
          {json !== undefined && (
            <Link href={json.startsWith("/") ? `${indexer.url}${json}` : json} title={t("jsonTitle")}>
              {t("json")}
            </Link>
          )}
          <Button variant="quiet" size="sm" onClick={() => void printPage()}>
            {t("print")}
          </Button>
          <CopyButton text={location.href} thing={t("link")} />
        </div>
      </div>
      {children !== undefined && <p className="max-w-prose text-muted">{children}</p>}
      <PrintedFrom />
    </div>
  );
}

/** On paper alone: where the page can be found again, and of when it is. */
function PrintedFrom() {
  const t = useT(messages);
  const [atSec, setAtSec] = useState(() => Math.floor(Date.now() / 1_000));
  useEffect(() => {
    const now = () => setAtSec(Math.floor(Date.now() / 1_000));
    window.addEventListener("beforeprint", now);
    return () => window.removeEventListener("beforeprint", now);
  }, []);
  const time = formatTime(atSec).utc;
  return <p className="paper-only text-xs text-muted">{t("printed", { url: location.href, time })}</p>;
}
