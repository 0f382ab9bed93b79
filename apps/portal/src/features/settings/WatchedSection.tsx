import { Address, Button, defineMessages, EmptyState, Field, useT } from "@session/ui";
import { WatchForm } from "../../wallet/WatchForm.tsx";
import { LONGEST_LABEL, useWatched, type Watched } from "../../wallet/watched.ts";
import { Section } from "./Section.tsx";

const messages = defineMessages("portal.settings.watched", {
  title: "Watched addresses",
  why: "Look at any address without its wallet: its stakes, its pools, its rewards. The list stays in this browser.",
  none: "No address is watched",
  noneWhy: "Add one below; its page is for looking only.",
  label: "Label of {address}",
  remove: "Remove",
});

export function WatchedSection() {
  const t = useT(messages);
  const { list } = useWatched();
  return (
    <Section title={t("title")} why={t("why")}>
      {list.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneWhy")}</EmptyState>
      ) : (
        <ul className="flex flex-col gap-3">
          {list.map((watched) => (
            <WatchedRow key={watched.address} watched={watched} />
          ))}
        </ul>
      )}
      <WatchForm />
    </Section>
  );
}

function WatchedRow({ watched: { address, label } }: { readonly watched: Watched }) {
  const t = useT(messages);
  const { rename, remove } = useWatched();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="w-full md:w-56">
        <Field
          label={t("label", { address })}
          hideLabel
          maxLength={LONGEST_LABEL}
          autoComplete="off"
          defaultValue={label}
          onBlur={(event) => rename(address, event.currentTarget.value)}
        />
      </span>
      <Address value={address} href={`/address/${address}`} />
      <Button
        size="sm"
        variant="quiet"
        aria-label={`${t("remove")} ${label || address}`}
        onClick={() => remove(address)}
      >
        {t("remove")}
      </Button>
    </li>
  );
}
