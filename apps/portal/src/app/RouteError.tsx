import { ButtonLink, defineMessages, ErrorState, useT } from "@session/ui";
import { useExplain } from "../errors/useExplain.ts";

const messages = defineMessages("portal.routeError", {
  notFound: "There is no such page",
  notFoundWhy: "The address may be mistyped, or the page has moved.",
  home: "To the overview",
  failed: "This page can't be shown",
});

export function NotFound() {
  const t = useT(messages);
  return (
    <>
      <h1 className="text-xl">{t("notFound")}</h1>
      <p className="text-muted">{t("notFoundWhy")}</p>
      <div>
        <ButtonLink href="/">{t("home")}</ButtonLink>
      </div>
    </>
  );
}

export function RouteError({ error }: { readonly error: unknown }) {
  const t = useT(messages);
  const { what, next, code } = useExplain()(error);
  return (
    <>
      <h1 className="text-xl">{t("failed")}</h1>
      <ErrorState title={what} code={code} onRetry={() => location.reload()}>
        {next}
      </ErrorState>
    </>
  );
}
