import { defineMessages, Select, setTheme, type Theme, themes, useT, useTheme } from "@session/ui";
import { useLocaleChoice } from "../../app/locale.tsx";
import { Section } from "./Section.tsx";

const messages = defineMessages("portal.settings.appearance", {
  title: "Appearance",
  theme: "Theme",
  system: "As the system",
  light: "Light",
  dark: "Dark",
  language: "Language",
  languageOnly: "There is no other language yet.",
  en: "English",
  "en-XA": "Pseudo: accents, longer",
  "ar-XB": "Pseudo: right to left",
});

/** Theme and language, both at once in effect. */
export function AppearanceSection() {
  const t = useT(messages);
  const theme = useTheme();
  const { locale, offered, choose } = useLocaleChoice();
  return (
    <Section title={t("title")}>
      <div className="grid gap-4 md:grid-cols-2">
        <Select<Theme>
          label={t("theme")}
          value={theme}
          onChange={setTheme}
          options={themes.map((value) => ({ value, label: t(value) }))}
        />
        <Select
          label={t("language")}
          value={locale}
          onChange={choose}
          disabled={offered.length < 2}
          options={offered.map((value) => ({ value, label: t(value) }))}
          {...(offered.length < 2 ? { hint: t("languageOnly") } : {})}
        />
      </div>
    </Section>
  );
}
