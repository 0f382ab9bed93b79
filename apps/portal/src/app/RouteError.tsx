import { ButtonLink, defineMessages, EmptyState, ErrorState, useT } from "@session/ui";
import { useExplain } from "../errors/useExplain.ts";

const messages = defineMessages("portal.routeError", {
  notFound: "There is no such page",
  notFoundWhy: "The address may be mistyped, or the page has moved.",
  home: "To the overview",
});

export function NotFound() {
  const t = useT(messages);
  return (
    <EmptyState title={t("notFound")} action={<ButtonLink href="/">{t("home")}</ButtonLink>}>
      {t("notFoundWhy")}
    </EmptyState>
  );
}

export function RouteError({ error }: { readonly error: unknown }) {
  const { what, next, code } = useExplain()(error);
  return (
    <ErrorState title={what} code={code} onRetry={() => location.reload()}>
      {next}
    </ErrorState>
  );
}
