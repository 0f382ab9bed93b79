import { defineMessages, Field, useT } from "@session/ui";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { directPath } from "./model.ts";

const messages = defineMessages("explorer.searchBox", {
  label: "Search by height, hash, key, address, node id or transaction",
  placeholder: "Height, hash, key …",
});

/** Search on every page; what can be one thing only is opened at once. */
export function SearchBox() {
  const t = useT(messages);
  const navigate = useNavigate();
  const [text, setText] = useState("");
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const query = text.trim();
          if (query === "") return;
          const path = directPath(query);
          setText("");
          void (path === undefined ? navigate({ to: "/search", search: { q: query } }) : navigate({ to: path }));
        }}
      >
        <Field
          label={t("label")}
          hideLabel
          type="search"
          value={text}
          placeholder={t("placeholder")}
          onChange={(event) => setText(event.currentTarget.value)}
          spellCheck={false}
          autoComplete="off"
          maxLength={300}
          className="w-full md:w-56"
        />
      </form>
    </search>
  );
}
