import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: ["./src/{database,raw,registrations,alerts}/schema.ts", "./src/views/*/schema.ts"],
  out: "./migrations",
});
