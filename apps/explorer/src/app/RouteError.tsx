import { ButtonLink, defineMessages, EmptyState, useT } from "@session/ui";
import { Failure } from "../data/Answered.tsx";
import { PageHead } from "./PageHead.tsx";

const messages = defineMessages("explorer.routeError", {
  notFound: "There is no such page",
  notFoundWhy:
    "The address may be mistyped, or the page has moved. Heights, keys, addresses and transactions can be searched for.",
  home: "To the overview",
  failed: "This page failed",
});

export function NotFound() {
  const t = useT(messages);
  return (
    <>
      <PageHead title={t("notFound")} />
      <EmptyState title={t("notFoundWhy")} action={<ButtonLink href="/">{t("home")}</ButtonLink>} />
    </>
  );
}

export function RouteError({ error }: { readonly error: unknown }) {
  const t = useT(messages);
  return (
    <>
      <PageHead title={t("failed")} />
      <Failure error={error} onRetry={() => location.reload()} />
    </>
  );
}
